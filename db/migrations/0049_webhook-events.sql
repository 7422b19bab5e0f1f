DROP INDEX "webhook_deliveries_due";--> statement-breakpoint
CREATE INDEX "webhook_messages_to_forget" ON "webhook_messages" USING brin ("created_at");--> statement-breakpoint
CREATE INDEX "subscriptions_organization" ON "subscriptions" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("webhook_id","next_attempt_at") WHERE "webhook_deliveries"."state" = 'queued';--> statement-breakpoint
-- Tells the webhooks of an organization of an event: one message, and one delivery for each address that takes it. Nothing where the organization has no webhook for it; where all of them are
-- disabled the message is kept, so that it can be told again later.
CREATE FUNCTION "webhook_tell"(org integer, what text, data jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  told bigint;
BEGIN
  IF org IS NULL OR NOT EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = org AND what = any(w.events)) THEN RETURN; END IF;
  INSERT INTO webhook_messages (organization_id, event, payload, created_at)
    VALUES (org, what, jsonb_build_object('type', what, 'timestamp', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'data', data), now())
    RETURNING id INTO told;
  INSERT INTO webhook_deliveries (message_id, webhook_id, next_attempt_at)
    SELECT told, w.id, now() FROM webhooks w WHERE w.organization_id = org AND w.disabled_at IS NULL AND what = any(w.events);
END
$$;--> statement-breakpoint
CREATE FUNCTION "webhook_tell_letter"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM webhook_tell(c.organization_id, 'letter.sent', jsonb_build_object('letter', NEW.public_id, 'campaign', c.slug, 'signature', NEW.signature_id))
    FROM campaigns c WHERE c.id = NEW.campaign_id;
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "letters_to_webhooks" AFTER UPDATE OF status ON "letters"
  FOR EACH ROW WHEN (NEW.status = 'sent' AND OLD.status <> 'sent') EXECUTE FUNCTION "webhook_tell_letter"();--> statement-breakpoint
CREATE FUNCTION "webhook_tell_subscription"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM webhook_tell(NEW.organization_id, CASE NEW.status WHEN 'confirmed' THEN 'subscription.confirmed' ELSE 'subscription.ended' END,
    jsonb_build_object('person', NEW.id, 'status', NEW.status, 'source', NEW.source));
  RETURN NULL;
END
$$;--> statement-breakpoint
-- Members of imported lists proved no mailbox here: their coming is no event.
CREATE TRIGGER "subscriptions_made_to_webhooks" AFTER INSERT ON "subscriptions"
  FOR EACH ROW WHEN (NEW.status = 'confirmed' AND NEW.source <> 'import') EXECUTE FUNCTION "webhook_tell_subscription"();--> statement-breakpoint
CREATE TRIGGER "subscriptions_moved_to_webhooks" AFTER UPDATE OF status ON "subscriptions"
  FOR EACH ROW WHEN (NEW.status <> OLD.status AND (NEW.status = 'confirmed' OR OLD.status = 'confirmed')) EXECUTE FUNCTION "webhook_tell_subscription"();--> statement-breakpoint
CREATE FUNCTION "webhook_tell_campaign"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM webhook_tell(NEW.organization_id, 'campaign.changed', jsonb_build_object('campaign', NEW.slug, 'state', NEW.state, 'version', NEW.version));
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "campaigns_to_webhooks" AFTER UPDATE ON "campaigns"
  FOR EACH ROW WHEN (NEW.state <> OLD.state OR NEW.version <> OLD.version) EXECUTE FUNCTION "webhook_tell_campaign"();--> statement-breakpoint
CREATE FUNCTION "webhook_tell_export"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM webhook_tell(NEW.organization_id, 'export.done', jsonb_build_object('export', NEW.public_id, 'kind', NEW.kind, 'rows', NEW.rows));
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "export_runs_to_webhooks" AFTER UPDATE OF state ON "export_runs"
  FOR EACH ROW WHEN (NEW.state = 'done' AND OLD.state <> 'done') EXECUTE FUNCTION "webhook_tell_export"();--> statement-breakpoint
CREATE FUNCTION "webhook_tell_broadcast"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM webhook_tell(NEW.organization_id, 'broadcast.sent',
    jsonb_build_object('broadcast', NEW.public_id, 'campaign', (SELECT c.slug FROM campaigns c WHERE c.id = NEW.campaign_id), 'recipients', NEW.recipients));
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "broadcasts_to_webhooks" AFTER UPDATE OF state ON "broadcasts"
  FOR EACH ROW WHEN (NEW.state = 'sent' AND OLD.state <> 'sent') EXECUTE FUNCTION "webhook_tell_broadcast"();
