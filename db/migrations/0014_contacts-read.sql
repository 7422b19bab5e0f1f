-- The seed was compiled on this day; what an organizer checked was read on the day of the check.
ALTER TABLE "contacts" ADD COLUMN "read_on" date DEFAULT '2026-11-22' NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ALTER COLUMN "read_on" SET DEFAULT current_date;--> statement-breakpoint
UPDATE "contacts" SET "read_on" = ("verified_at" at time zone 'UTC')::date WHERE "verified_at" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "regulators" ADD COLUMN "read_on" date DEFAULT '2026-11-22' NOT NULL;--> statement-breakpoint
ALTER TABLE "regulators" ALTER COLUMN "read_on" SET DEFAULT current_date;--> statement-breakpoint
ALTER TABLE "state_instruments" ADD COLUMN "read_on" date DEFAULT '2026-11-22' NOT NULL;--> statement-breakpoint
ALTER TABLE "state_instruments" ALTER COLUMN "read_on" SET DEFAULT current_date;--> statement-breakpoint
-- Before a check had to name its source, organizers verified by hand what was known from memory. What nobody checked stays from memory.
UPDATE "contacts" SET "source" = 'checked by the organizers of this site on ' || to_char("verified_at" at time zone 'UTC', 'YYYY-MM-DD')
  WHERE "source" IS NULL AND "state" = 'verified' AND NOT "is_demonstration";--> statement-breakpoint
UPDATE "contacts" SET "confidence" = 'memory' WHERE "source" IS NULL AND NOT "is_demonstration";--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_published_sourced" CHECK ("contacts"."confidence" = 'memory' or "contacts"."is_demonstration" or "contacts"."source" is not null);
