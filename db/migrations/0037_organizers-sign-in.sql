CREATE TABLE "invitations" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "invitations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"organization_id" integer NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" "bytea",
	"invited_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "invitations_role_known" CHECK ("role" in ('owner', 'editor', 'analyst', 'moderator')),
	CONSTRAINT "invitations_accepted_or_revoked" CHECK (num_nonnulls("invitations"."accepted_at", "invitations"."revoked_at") <= 1)
);
--> statement-breakpoint
CREATE TABLE "organizer_logins" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organizer_passkeys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text,
	"public_key" text NOT NULL,
	"user_id" text NOT NULL,
	"credential_id" text NOT NULL,
	"counter" integer NOT NULL,
	"device_type" text NOT NULL,
	"backed_up" boolean NOT NULL,
	"transports" text,
	"created_at" timestamp with time zone DEFAULT now(),
	"aaguid" text,
	CONSTRAINT "organizer_passkeys_credential_unique" UNIQUE("credential_id")
);
--> statement-breakpoint
CREATE TABLE "organizer_rate_limits" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "organizer_rate_limits_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "organizer_recovery_codes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "organizer_recovery_codes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"organizer_id" text NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "organizer_recovery_codes_once" UNIQUE("organizer_id","code_hash")
);
--> statement-breakpoint
CREATE TABLE "organizer_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"proved_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ip_address" text,
	"user_agent" text,
	CONSTRAINT "organizer_sessions_token_unique" UNIQUE("token"),
	CONSTRAINT "organizer_sessions_no_address" CHECK (coalesce("organizer_sessions"."ip_address", '') = '')
);
--> statement-breakpoint
CREATE TABLE "organizer_verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "organizers" DROP CONSTRAINT "organizers_canonical_address_unique";--> statement-breakpoint
ALTER TABLE "memberships" DROP CONSTRAINT "memberships_organizer_id_organizers_id_fk";--> statement-breakpoint
ALTER TABLE "memberships" ALTER COLUMN "organizer_id" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "organizers" ALTER COLUMN "id" DROP IDENTITY;--> statement-breakpoint
ALTER TABLE "organizers" ALTER COLUMN "id" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organizer_id_organizers_id_fk" FOREIGN KEY ("organizer_id") REFERENCES "public"."organizers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "created_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "runs_installation" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "postal_address" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "reply_to" text;--> statement-breakpoint
ALTER TABLE "organizers" ADD COLUMN "email" text;--> statement-breakpoint
UPDATE "organizers" SET "email" = lower("address");--> statement-breakpoint
ALTER TABLE "organizers" ALTER COLUMN "email" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "organizers" ADD COLUMN "email_verified" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "organizers" ADD COLUMN "image" text;--> statement-breakpoint
ALTER TABLE "organizers" ADD COLUMN "locale" text DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE "organizers" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizer_logins" ADD CONSTRAINT "organizer_logins_user_id_organizers_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."organizers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizer_passkeys" ADD CONSTRAINT "organizer_passkeys_user_id_organizers_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."organizers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizer_recovery_codes" ADD CONSTRAINT "organizer_recovery_codes_organizer_id_organizers_id_fk" FOREIGN KEY ("organizer_id") REFERENCES "public"."organizers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizer_sessions" ADD CONSTRAINT "organizer_sessions_user_id_organizers_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."organizers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_token_unique" ON "invitations" USING btree ("token_hash") WHERE "invitations"."token_hash" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_open_once" ON "invitations" USING btree ("organization_id","email") WHERE "invitations"."accepted_at" is null and "invitations"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "organizer_logins_user" ON "organizer_logins" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "organizer_passkeys_user" ON "organizer_passkeys" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "organizer_sessions_user" ON "organizer_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "organizer_verifications_identifier" ON "organizer_verifications" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "memberships_organizer" ON "memberships" USING btree ("organizer_id");--> statement-breakpoint
ALTER TABLE "organizers" DROP COLUMN "address";--> statement-breakpoint
ALTER TABLE "organizers" DROP COLUMN "canonical_address";--> statement-breakpoint
ALTER TABLE "organizers" ADD CONSTRAINT "organizers_email_unique" UNIQUE("email");--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_slug_shape" CHECK ("organizations"."slug" ~ '^[a-z0-9][a-z0-9-]{0,59}$');--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_named" CHECK ("organizations"."name" <> '');--> statement-breakpoint
ALTER TABLE "organizers" ADD CONSTRAINT "organizers_email_lower" CHECK ("organizers"."email" = lower("organizers"."email"));--> statement-breakpoint
ALTER TABLE "organizers" ADD CONSTRAINT "organizers_locale_known" CHECK ("locale" in ('en', 'es'));