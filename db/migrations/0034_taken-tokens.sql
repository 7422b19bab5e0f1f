CREATE TABLE "ledger_taken_tokens" (
	"campaign_id" integer NOT NULL,
	"dimension" text NOT NULL,
	"shown_in" bigint NOT NULL,
	"tokens" bigint NOT NULL,
	CONSTRAINT "ledger_taken_tokens_pkey" PRIMARY KEY("campaign_id","dimension","shown_in"),
	CONSTRAINT "ledger_taken_tokens_dimension_known" CHECK ("dimension" in ('isp', 'state')),
	CONSTRAINT "ledger_taken_tokens_some" CHECK ("ledger_taken_tokens"."tokens" > 0)
);
--> statement-breakpoint
ALTER TABLE "ledger_taken_shares" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP TABLE "ledger_taken_shares" CASCADE;--> statement-breakpoint
DROP INDEX "count_entries_undone";--> statement-breakpoint
CREATE INDEX "count_entries_ended" ON "count_entries" USING btree ("campaign_id","sequence") WHERE "count_entries"."kind" in ('withdraw', 'invalidate', 'correct');