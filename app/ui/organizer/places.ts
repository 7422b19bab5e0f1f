import type { Permission } from '#app/domain/organizer/permissions.ts';

/** The places of an organization in the order of the navigation: path after `/organize/:organization`, word, and what one needs to see it. */
export const PLACES = [
  { path: '', word: 'home', needs: 'campaign.read' },
  { path: '/dashboard', word: 'dashboard', needs: 'dashboard.read' },
  { path: '/audience', word: 'audience', needs: 'audience.read' },
  { path: '/broadcasts', word: 'broadcasts', needs: 'broadcast.read' },
  { path: '/embeds', word: 'embeds', needs: 'embed.read' },
  { path: '/review', word: 'review', needs: 'review.read' },
  { path: '/register', word: 'register', needs: 'register.read' },
  { path: '/exports', word: 'exports', needs: 'export.read' },
  { path: '/api', word: 'api', needs: 'token.read' },
  { path: '/audit', word: 'audit', needs: 'audit.read' },
  { path: '/switches', word: 'switches', needs: 'installation.switch' },
  { path: '/team', word: 'team', needs: 'member.read' },
  { path: '/settings', word: 'settings', needs: 'organization.change' },
] as const satisfies readonly {
  path: string;
  word: string;
  needs: Permission;
}[];
