ALTER TABLE "isps" DROP CONSTRAINT "isps_subscribers_dated";--> statement-breakpoint
ALTER TABLE "speed_index_entries" ALTER COLUMN "mbps" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "statement_en" text;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "statement_es" text;--> statement-breakpoint
ALTER TABLE "isps" ADD COLUMN "subscribers_as_of_precision" text;--> statement-breakpoint
ALTER TABLE "isps" ADD COLUMN "note_unpublished" text;--> statement-breakpoint
ALTER TABLE "legal_events" ADD COLUMN "statement_en" text;--> statement-breakpoint
ALTER TABLE "legal_events" ADD COLUMN "statement_es" text;--> statement-breakpoint
ALTER TABLE "regulators" ADD COLUMN "doubt_unpublished" text;--> statement-breakpoint
ALTER TABLE "regulators" ADD COLUMN "details" jsonb;--> statement-breakpoint
ALTER TABLE "state_instruments" ADD COLUMN "sources" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "isps" ADD CONSTRAINT "isps_subscribers_as_of_precision_known" CHECK ("subscribers_as_of_precision" in ('day', 'approximate_day', 'month', 'season', 'year', 'as_of'));--> statement-breakpoint
ALTER TABLE "isps" ADD CONSTRAINT "isps_subscribers_dated" CHECK ("isps"."subscribers" is null or ("isps"."subscribers_as_of" is not null and "isps"."subscribers_as_of_precision" is not null and "isps"."subscribers_source" is not null));--> statement-breakpoint
ALTER TABLE "speed_index_entries" ADD CONSTRAINT "speed_index_entries_says_something" CHECK (num_nonnulls("speed_index_entries"."mbps", "speed_index_entries"."rank") >= 1);