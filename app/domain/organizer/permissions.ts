/** Roles in an organization; `db/schema` keeps the same list. */
export const ROLES = ['owner', 'editor', 'analyst', 'moderator'] as const;

/** One of `ROLES`. */
export type Role = (typeof ROLES)[number];

const everyone: readonly Role[] = ROLES;
const owners: readonly Role[] = ['owner'];
const editors: readonly Role[] = ['owner', 'editor'];
const analysts: readonly Role[] = ['owner', 'analyst'];
const readers: readonly Role[] = ['owner', 'editor', 'analyst'];
const moderators: readonly Role[] = ['owner', 'moderator'];

/** Every deed that a role may or may not do, and who may: the one place that says so. Own choice; least privilege, ASVS 5.0, 8.1.1. */
export const PERMISSIONS = {
  'account.own': everyone,
  'organization.read': everyone,
  'organization.change': owners,
  'member.read': everyone,
  'member.change': owners,
  'campaign.read': everyone,
  'campaign.change': editors,
  'campaign.publish': editors,
  'dashboard.read': everyone,
  'alert.settle': moderators,
  'review.read': moderators,
  'review.decide': moderators,
  'register.read': moderators,
  'register.decide': moderators,
  'export.read': readers,
  'export.counts': readers,
  'export.people': analysts,
  'export.letters': analysts,
  'export.schedule': owners,
  'audience.read': readers,
  'audience.change': editors,
  'audience.people': owners,
  'broadcast.read': readers,
  'broadcast.change': editors,
  'broadcast.send': editors,
  'embed.read': readers,
  'embed.change': editors,
  'token.read': owners,
  'token.change': owners,
  'webhook.read': owners,
  'webhook.change': owners,
  'audit.read': analysts,
  'installation.read': owners,
  'installation.switch': owners,
} as const satisfies Record<string, readonly Role[]>;

/** A deed of `PERMISSIONS`. */
export type Permission = keyof typeof PERMISSIONS;

/** Deeds that concern the whole installation: they need an organization that keeps it besides the role. */
export const INSTALLATION_PERMISSIONS: readonly Permission[] = [
  'installation.read',
  'installation.switch',
  'register.read',
  'register.decide',
];

/** Whether a role in an organization may do a deed. */
export function may(role: Role, permission: Permission, runsInstallation: boolean): boolean {
  if (INSTALLATION_PERMISSIONS.includes(permission) && !runsInstallation) return false;
  return (PERMISSIONS[permission] as readonly Role[]).includes(role);
}

/** What an address of organizers needs: for looking, and for each form that is posted to it (null: it takes none). */
export interface RouteNeeds {
  read: Permission;
  write: Permission | null;
}

/** Deeds on personal data, keys and people: they need a session opened by a passkey as soon as the account has one. Decision 0030; ASVS 5.0, 6.3.3. */
const TWO_FACTOR_PERMISSIONS: readonly Permission[] = [
  'register.read',
  'register.decide',
  'review.read',
  'review.decide',
  'export.people',
  'export.letters',
  'audience.people',
  'audit.read',
];

/** Whether a role may do a deed only in a session that was opened by a passkey, once the account has one: owners always. Decision 0030. */
export function needsPasskey(role: Role, permission: Permission): boolean {
  return role === 'owner' || TWO_FACTOR_PERMISSIONS.includes(permission);
}
