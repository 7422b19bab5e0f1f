/** Words of the frame around organizers' pages. */
export const organize = {
  metaTitle: 'Organizers',
  navigation: 'What you organize',
  signedInAs: (name: string, role: string) => `${name}, ${role}`,
  roles: { owner: 'owner', editor: 'editor', analyst: 'analyst', moderator: 'moderator' },
  places: {
    home: 'Campaigns',
    dashboard: 'Dashboard',
    review: 'Review',
    register: 'Reports and replies',
    exports: 'Exports',
    audience: 'Members',
    broadcasts: 'Mails to members',
    embeds: 'Embeds and partners',
    api: 'API and webhooks',
    team: 'Team',
    settings: 'Organization',
    audit: 'Audit log',
    switches: 'Switches',
    account: 'Your account',
  },
};
