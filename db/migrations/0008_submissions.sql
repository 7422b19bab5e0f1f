ALTER TABLE "submissions" ALTER COLUMN "isp_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "incident_corrections" ADD COLUMN "decision_mailed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "incident_corrections" ADD COLUMN "decision_refused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "trouble" text NOT NULL;--> statement-breakpoint
ALTER TABLE "incident_corrections" ADD CONSTRAINT "incident_corrections_mailed_once" CHECK (num_nonnulls("incident_corrections"."decision_mailed_at", "incident_corrections"."decision_refused_at") <= case when "incident_corrections"."state" = 'new' then 0 else 1 end);--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_trouble_known" CHECK ("trouble" in ('stalls', 'blurry', 'slow', 'blocked', 'other'));--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_about_an_isp" CHECK ("submissions"."kind" = 'correction' or "submissions"."isp_id" is not null);