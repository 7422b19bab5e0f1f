CREATE TABLE "ledger_figure_sizes" (
	"campaign_id" integer PRIMARY KEY NOT NULL,
	"size" bigint NOT NULL,
	CONSTRAINT "ledger_figure_sizes_not_negative" CHECK ("ledger_figure_sizes"."size" >= 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_figures" (
	"campaign_id" integer NOT NULL,
	"figure" text NOT NULL,
	"key" text NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "ledger_figures_pkey" PRIMARY KEY("campaign_id","figure","key"),
	CONSTRAINT "ledger_figures_known" CHECK ("figure" in ('signed', 'withdrawn', 'invalidated', 'reason', 'corrected', 'isp', 'state')),
	CONSTRAINT "ledger_figures_not_negative" CHECK ("ledger_figures"."amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_taken_shares" (
	"campaign_id" integer NOT NULL,
	"dimension" text NOT NULL,
	"signature_id" bigint NOT NULL,
	CONSTRAINT "ledger_taken_shares_pkey" PRIMARY KEY("campaign_id","dimension","signature_id"),
	CONSTRAINT "ledger_taken_shares_dimension_known" CHECK ("dimension" in ('isp', 'state'))
);
--> statement-breakpoint
CREATE TABLE "waiting_figures" (
	"campaign_id" integer PRIMARY KEY NOT NULL,
	"pending" bigint NOT NULL,
	"suspicious" bigint NOT NULL,
	"counted_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ledger_tally_runs" ADD COLUMN "is_cut" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_figure_sizes" ADD CONSTRAINT "ledger_figure_sizes_campaign_id_ledgers_campaign_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."ledgers"("campaign_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_taken_shares" ADD CONSTRAINT "ledger_taken_shares_signature_id_signatures_id_fk" FOREIGN KEY ("signature_id") REFERENCES "public"."signatures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_figures" ADD CONSTRAINT "waiting_figures_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "count_entries_undone" ON "count_entries" USING btree ("campaign_id","sequence") WHERE "count_entries"."kind" in ('withdraw', 'invalidate');