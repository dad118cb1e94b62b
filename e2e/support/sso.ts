import type { Page } from '@playwright/test';
import { test as base } from '../fixtures';
import { type Account, IdentityProvider } from '../server/identity-provider';
import { untilHydrated } from './interactions';
import { watchPage } from './page-errors';

/** An account at the provider, with a verified email. */
export const account = (name: string, groups: readonly string[] = []): Account => ({
  name,
  groups,
  email_verified: true,
  email: `${name.toLowerCase().replace(' ', '.')}@acme.example`,
});

/** Tests with an identity provider that knows Mara, a manager, and Nora, who has no role. */
export const test = base.extend<
  { readonly open: (path?: string) => Promise<Page>; readonly accounts: undefined },
  { readonly provider: IdentityProvider }
>({
  provider: [
    async ({ server }, use) => {
      const provider = await IdentityProvider.start(`${server.url}/api/auth/sso/callback`);
      await use(provider);
      await provider.stop();
    },
    { scope: 'worker' },
  ],
  /** Opens a page in a browser of its own, where nobody is signed in. */
  open: async ({ browser, server, problems }, use) => {
    const pages: Page[] = [];
    await use(async (path = '/sign-in') => {
      const context = await browser.newContext({ baseURL: server.url });
      // The provider's page asks for it.
      await context.route('https://fonts.googleapis.com/**', (route) => route.fulfill());
      const page = await context.newPage();
      pages.push(page);
      watchPage(page, problems.add);
      await page.goto(path);
      return page;
    });
    await Promise.all(pages.map((page) => page.context().close()));
  },
  accounts: [
    async ({ server, provider }, use) => {
      provider.forged = null;
      provider.usesOtherKey = false;
      provider.accounts.clear();
      provider.accounts.set('mara', account('Mara Quinn', ['everyone', 'cs-managers']));
      provider.accounts.set('nora', account('Nora Stone', ['everyone']));
      await server.reset({ env: settings(provider) });
      await use(undefined);
    },
    { auto: true },
  ],
});

const groups = {
  OIDC_SCOPES: 'openid email profile groups',
  OIDC_ROLE_CLAIM: 'groups',
  OIDC_ROLES: 'cs-admins=admin,cs-managers=manager',
};

/** The settings of a server that trusts the provider. */
export const settings = (provider: IdentityProvider) => ({ ...provider.settings, ...groups });

/** Signs in at the provider, after the app has sent the browser there. */
export async function logIn(page: Page, login: string): Promise<void> {
  await page.getByRole('link', { name: 'Continue with Acme Login' }).click();
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('anything');
  await page.getByRole('button', { name: 'Sign-in' }).click();
}

/** The alert with this text. */
export const alertOf = (page: Page, text: string) =>
  page.getByRole('alert').filter({ hasText: text });

/** The button of the menu of the person who is signed in. */
export const personMenu = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^${name}, `) });

/** Opens the menu of the person who is signed in. */
export async function openPersonMenu(page: Page, name: string): Promise<void> {
  const button = personMenu(page, name);
  await untilHydrated(button);
  await button.click();
}
