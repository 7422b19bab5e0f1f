CREATE TABLE "organizer_attempts" (
	"digest" "bytea" PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"ends_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organizer_email_changes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "organizer_email_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"organizer_id" text NOT NULL,
	"old_email" text NOT NULL,
	"new_email" text NOT NULL,
	"token_hash" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	CONSTRAINT "organizer_email_changes_token_unique" UNIQUE("token_hash"),
	CONSTRAINT "organizer_email_changes_lower" CHECK ("organizer_email_changes"."new_email" = lower("organizer_email_changes"."new_email"))
);
--> statement-breakpoint
CREATE TABLE "organizer_link_requests" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "organizer_link_requests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"organizer_id" text,
	"return_path" text NOT NULL,
	"locale" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"mailed_at" timestamp with time zone,
	CONSTRAINT "organizer_link_requests_locale_known" CHECK ("locale" in ('en', 'es'))
);
--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "locale" text DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "mailed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "organizer_sessions" ADD COLUMN "proved_by" text DEFAULT 'link' NOT NULL;--> statement-breakpoint
ALTER TABLE "organizer_email_changes" ADD CONSTRAINT "organizer_email_changes_organizer_id_organizers_id_fk" FOREIGN KEY ("organizer_id") REFERENCES "public"."organizers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizer_link_requests" ADD CONSTRAINT "organizer_link_requests_organizer_id_organizers_id_fk" FOREIGN KEY ("organizer_id") REFERENCES "public"."organizers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "organizer_attempts_ends" ON "organizer_attempts" USING btree ("ends_at");--> statement-breakpoint
CREATE UNIQUE INDEX "organizer_email_changes_open_once" ON "organizer_email_changes" USING btree ("organizer_id") WHERE "organizer_email_changes"."confirmed_at" is null;--> statement-breakpoint
CREATE INDEX "organizer_link_requests_created" ON "organizer_link_requests" USING btree ("created_at");--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_locale_known" CHECK ("locale" in ('en', 'es'));--> statement-breakpoint
ALTER TABLE "organizer_sessions" ADD CONSTRAINT "organizer_sessions_proof_known" CHECK ("proved_by" in ('passkey', 'link', 'recovery', 'invitation'));--> statement-breakpoint
create function memberships_keep_an_owner() returns trigger language plpgsql as $$
begin
  if old.role = 'owner' then
    -- Those who take the last two owners away at once wait for each other here.
    perform 1 from organizations where id = old.organization_id for no key update;
    if not exists (select from memberships where organization_id = old.organization_id and role = 'owner') then
      raise exception 'organization % keeps an owner', old.organization_id using errcode = 'check_violation', constraint = 'memberships_keep_an_owner';
    end if;
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger memberships_keep_an_owner after delete or update of role, organization_id on memberships
  for each row execute function memberships_keep_an_owner();
