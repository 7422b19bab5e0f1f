ALTER TABLE "name_inquiries" ADD COLUMN "name" text;--> statement-breakpoint
CREATE INDEX "filing_signers_by_name" ON "filing_signers" USING btree (lower("name")) WHERE "filing_signers"."name" is not null;--> statement-breakpoint
CREATE INDEX "filing_signers_signature" ON "filing_signers" USING btree ("signature_id");--> statement-breakpoint
CREATE INDEX "letters_filed_by_name" ON "letters" USING btree (lower("sender_name")) WHERE "letters"."status" = 'sent' and "letters"."addressee_kind" = 'fcc_docket';--> statement-breakpoint
ALTER TABLE "name_inquiries" DROP COLUMN "opened_at";