ALTER TABLE "signatures" DROP CONSTRAINT "signatures_erased_empty";--> statement-breakpoint
DROP INDEX "letters_sent_once_to_regulator";--> statement-breakpoint
DROP INDEX "letters_sent_once_to_isp";--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "closed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "name_inquiries" ADD COLUMN "entrance" text DEFAULT 'name' NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "letters_sent_once_to_regulator" ON "letters" USING btree ("signature_id","addressee_kind","regulator_id") WHERE "letters"."status" = 'sent' and "letters"."regulator_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "letters_sent_once_to_isp" ON "letters" USING btree ("signature_id","addressee_kind","isp_id") WHERE "letters"."status" = 'sent' and "letters"."isp_id" is not null;--> statement-breakpoint
ALTER TABLE "name_inquiries" ADD CONSTRAINT "name_inquiries_entrance_known" CHECK ("entrance" in ('name', 'me'));--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_erased_empty" CHECK ("signatures"."erased_at" is null or ("signatures"."status" <> 'pending' and ("signatures"."status" <> 'confirmed' or "signatures"."counted_at" is not null) and "signatures"."canonical_address" like 'erased:%' and "signatures"."address" = '' and "signatures"."name" = '' and "signatures"."zip" = '00000' and "signatures"."salt" is null));--> statement-breakpoint
UPDATE "campaigns" SET "closed_at" = now() WHERE "state" in ('closed', 'archived');--> statement-breakpoint
-- When a campaign was closed: the months of retention count from it. An instant that is given is kept.
create function "campaigns_note_closing"() returns trigger language plpgsql as $$
begin
  if NEW.state not in ('closed', 'archived') then NEW.closed_at := null;
  elsif NEW.closed_at is null then NEW.closed_at := now();
  end if;
  return NEW;
end
$$;--> statement-breakpoint
create trigger "campaigns_note_closing" before insert or update on "campaigns" for each row execute function "campaigns_note_closing"();
