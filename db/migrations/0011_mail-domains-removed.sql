ALTER TABLE "isp_mail_domains" ADD COLUMN "removed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "isp_mail_domains" ADD COLUMN "removed_by" text;--> statement-breakpoint
ALTER TABLE "isp_mail_domains" ADD CONSTRAINT "isp_mail_domains_removed_by_whom" CHECK (num_nonnulls("isp_mail_domains"."removed_at", "isp_mail_domains"."removed_by") in (0, 2));