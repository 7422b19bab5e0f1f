ALTER TABLE "signatures" DROP CONSTRAINT "signatures_campaign_id_campaigns_id_fk";
--> statement-breakpoint
ALTER TABLE "signatures" DROP CONSTRAINT "signatures_isp_stated_id_isps_id_fk";
--> statement-breakpoint
ALTER TABLE "signatures" DROP CONSTRAINT "signatures_isp_seen_id_isps_id_fk";
--> statement-breakpoint
ALTER TABLE "signatures" DROP CONSTRAINT "signatures_consent_text_id_consent_texts_id_fk";
