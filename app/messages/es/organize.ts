import type { organize as words } from '../en/organize.ts';

export const organize: typeof words = {
  metaTitle: 'Organizadores',
  navigation: 'Lo que usted organiza',
  signedInAs: (name, role) => `${name}, ${role}`,
  roles: { owner: 'titular', editor: 'editor', analyst: 'analista', moderator: 'moderador' },
  places: {
    home: 'Campañas',
    dashboard: 'Panel',
    review: 'Revisión',
    register: 'Avisos y respuestas',
    exports: 'Exportaciones',
    audience: 'Miembros',
    broadcasts: 'Correos a miembros',
    embeds: 'Formularios externos y socios',
    api: 'API y webhooks',
    team: 'Equipo',
    settings: 'Organización',
    audit: 'Registro de auditoría',
    switches: 'Interruptores',
    account: 'Su cuenta',
  },
};
