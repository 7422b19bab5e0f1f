ALTER TABLE "signature_challenges" ADD COLUMN "mail_reserved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "mail_refused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "mail_refusal_code" smallint;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD CONSTRAINT "signature_challenges_mail_reserved_first" CHECK ("signature_challenges"."mailed_at" is null or "signature_challenges"."mail_reserved_at" is not null);--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD CONSTRAINT "signature_challenges_mailed_or_refused" CHECK (num_nonnulls("signature_challenges"."mailed_at", "signature_challenges"."mail_refused_at") <= 1);