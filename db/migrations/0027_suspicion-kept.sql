ALTER TABLE "signature_challenges" ADD COLUMN "held_until" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "signature_challenges_created" ON "signature_challenges" USING brin ("created_at");--> statement-breakpoint
-- A suspicious signature comes back by an organizer's release, or by a form of its own mailbox that the rules found clear; never after a person set it aside.
create function "signatures_check_suspicion"() returns trigger language plpgsql as $$
declare
  last text := (select decision from signature_reviews where signature_id = OLD.id order by id desc limit 1);
begin
  if last = 'release' then return NEW; end if;
  if last is null and NEW.status = 'confirmed' and exists (
    select from signature_challenges c where c.signature_id = OLD.id and c.token_hash is not null
      and not exists (select from judgements j where j.challenge_id = c.id and j.verdict = 'suspicious')) then
    return NEW;
  end if;
  raise exception 'a suspicious signature is confirmed only after an organizer has released it'
    using errcode = 'integrity_constraint_violation', constraint = 'signatures_suspicion_kept', table = 'signatures';
end
$$;--> statement-breakpoint
create trigger "signatures_suspicion_kept" before update of "status" on "signatures" for each row
  when (OLD.status = 'suspicious' and NEW.status in ('pending', 'confirmed')) execute function "signatures_check_suspicion"();--> statement-breakpoint
create trigger "signature_reviews_kept" before update on "signature_reviews" for each row execute function "refuse_change"();
