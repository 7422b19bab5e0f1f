ALTER TABLE "regulators" ADD COLUMN "verified_by" text;--> statement-breakpoint
ALTER TABLE "regulators" ADD COLUMN "verified_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "state_instruments" ADD COLUMN "verified_by" text;--> statement-breakpoint
ALTER TABLE "state_instruments" ADD COLUMN "verified_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "regulators" ADD CONSTRAINT "regulators_verified_sourced" CHECK ("regulators"."verified_at" is null or ("regulators"."verified_by" is not null and "regulators"."confidence" = 'sourced' and "regulators"."source" is not null));--> statement-breakpoint
ALTER TABLE "state_instruments" ADD CONSTRAINT "state_instruments_verified_sourced" CHECK ("state_instruments"."verified_at" is null or ("state_instruments"."verified_by" is not null and "state_instruments"."confidence" = 'sourced' and cardinality("state_instruments"."sources") > 0));