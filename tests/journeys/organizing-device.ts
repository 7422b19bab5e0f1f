import type { Page } from 'playwright-core';

/** Gives the page a device of its own that makes and shows passkeys without being asked. Source: W3C WebAuthn, "User Agent Automation". */
export async function aloneInBrowser(page: Page): Promise<void> {
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
