ALTER TABLE "letter_prints" ADD COLUMN "own_words" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "letter_prints" ADD COLUMN "unique_words" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "letter_prints" ADD COLUMN "text_key" bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "letter_prints" ADD COLUMN "form_id" bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "letter_prints" ADD COLUMN "held_letter_id" bigint;--> statement-breakpoint
ALTER TABLE "letter_prints" ADD COLUMN "held_cover" double precision;--> statement-breakpoint
ALTER TABLE "letter_prints" ADD COLUMN "held_common" integer;--> statement-breakpoint
CREATE INDEX "letter_prints_form" ON "letter_prints" USING btree ("campaign_id","form_id","text_key");--> statement-breakpoint
CREATE INDEX "letter_prints_text" ON "letter_prints" USING btree ("campaign_id","text_key","letter_id");--> statement-breakpoint
CREATE INDEX "letter_prints_held" ON "letter_prints" USING btree ("held_letter_id") WHERE "letter_prints"."held_letter_id" is not null;--> statement-breakpoint
ALTER TABLE "letter_prints" ADD CONSTRAINT "letter_prints_words_agree" CHECK ("letter_prints"."unique_words" between 0 and "letter_prints"."own_words" and "letter_prints"."own_words" <= "letter_prints"."words");--> statement-breakpoint
ALTER TABLE "letter_prints" ADD CONSTRAINT "letter_prints_held_whole" CHECK (num_nonnulls("letter_prints"."held_letter_id", "letter_prints"."held_cover", "letter_prints"."held_common") in (0, 3));