ALTER TABLE "filing_sets" ADD COLUMN "filer" jsonb;--> statement-breakpoint
ALTER TABLE "letter_templates" ADD COLUMN "retired_by" text;--> statement-breakpoint
CREATE UNIQUE INDEX "letter_templates_one_current" ON "letter_templates" USING btree ("campaign_id","slug","locale") WHERE "letter_templates"."retired_at" is null;--> statement-breakpoint
ALTER TABLE "filing_signers" DROP COLUMN "isp";--> statement-breakpoint
ALTER TABLE "filing_sets" ADD CONSTRAINT "filing_sets_handed_in_by_somebody" CHECK (("filing_sets"."kind" = 'personal') = ("filing_sets"."filer" is null));--> statement-breakpoint
ALTER TABLE "letter_templates" ADD CONSTRAINT "letter_templates_retired_by" CHECK ("letter_templates"."retired_by" is null or "letter_templates"."retired_at" is not null);