import type { Browser, Page } from '@playwright/test';
import { demoMembers } from '@/demo/people';
import { expect, signInByForm, test } from './fixtures';
import { runScript } from './server/process';
import { expectAccessible, expectAccessibleInAppearances } from './support/accessibility';
import { pressSequence, tabTo } from './support/interactions';
import { openMember, setPassword } from './support/members-page';
import { watchPage } from './support/page-errors';

test.beforeEach(({ server }) => server.reset());

const [viewer, , admin] = demoMembers;
const bo = { name: 'Bo <b>Berg</b>', email: 'bo@demo.example', password: 'twelve characters' };

const rowOf = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Members' }).getByRole('row').filter({ hasText: name });

async function invite(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Invite member' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite member' });
  await dialog.getByLabel('Email').fill(bo.email);
  await dialog.getByLabel('Name').fill(bo.name);
  await dialog.getByLabel('Role').selectOption('Manager');
  await page.keyboard.press('Enter');
  const link = page.getByLabel(`Link for ${bo.name}`);
  await expect(link).toBeFocused();
  return link.inputValue();
}

/** Opens a page in another browser, where nobody is signed in. */
async function inOtherBrowser(
  browser: Browser,
  baseURL: string,
  add: (problem: string) => void,
): Promise<Page> {
  const page = await (await browser.newContext({ baseURL })).newPage();
  watchPage(page, add);
  return page;
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('an admin invites a member by keyboard, who sets a password once and signs in', async ({
  signInAs,
  browser,
  server,
  problems,
}) => {
  const page = await signInAs('admin');
  await page.goto('/queue');
  await pressSequence(page, 'g', 'm');
  await expect(page).toHaveURL('/members');
  await tabTo(page, page.getByRole('button', { name: 'Invite member' }));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Invite member' });
  await expectAccessibleInAppearances(page);
  await page.keyboard.press('Escape');
  const link = await invite(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();
  await expect(rowOf(page, bo.name)).toContainText('Invited');

  const other = await inOtherBrowser(browser, server.url, problems.add);
  await other.goto(link);
  await expect(other.getByText(`${bo.name}, choose a password`)).toBeVisible();
  await expectAccessibleInAppearances(other);
  await setPassword(other, bo.password, 'twelve letters');
  await expect(other.getByText('The passwords differ.')).toBeVisible();
  await expect(other.getByLabel('Repeat the password')).toBeFocused();
  await setPassword(other, bo.password);
  await expect(other.getByText('Your password is set. Sign in with it.')).toBeVisible();
  await signIn(other, bo.email, bo.password);
  await expect(other.getByRole('button', { name: `${bo.name}, Manager` })).toBeVisible();

  const third = await inOtherBrowser(browser, server.url, problems.add);
  await third.goto(link);
  await expect(
    third.getByRole('alert').filter({ hasText: 'This link has been used.' }),
  ).toBeVisible();
  await expectAccessible(third);
  await page.reload();
  await expect(rowOf(page, bo.name)).toContainText('Active');

  const token = link.split('#')[1] ?? '';
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(server.output).not.toContain(token);
  expect(server.output).not.toContain(bo.password);
});

test('an expired, an incomplete, and a replaced link say what to do', async ({
  signInAs,
  page,
  guide,
}) => {
  const adminPage = await signInAs('admin');
  await adminPage.goto('/members');
  const link = await invite(adminPage);
  await guide(`UPDATE DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_INVITATIONS
    SET expires_at = DATEADD('hour', -1, CURRENT_TIMESTAMP())`);
  const alert = page.getByRole('alert');
  await page.goto(link);
  await expect(alert.filter({ hasText: 'This link has expired.' })).toBeVisible();
  await page.goto('/invitation#half');
  await expect(alert.filter({ hasText: 'This link is not complete.' })).toBeVisible();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/sign-in');
});

test('the last admin keeps the role and the access', async ({ signInAs }) => {
  const page = await signInAs('admin');
  const name = admin?.name ?? '';
  const dialog = await openMember(page, name);
  await dialog.getByLabel('Role', { exact: true }).selectOption('Viewer');
  await expect(dialog.getByText('A new role signs you out everywhere.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  const refusal = dialog.getByRole('alert').filter({ hasText: 'is the only admin' });
  await expect(refusal).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Disable access' }).click();
  await expect(dialog.getByText('Disable your own access?')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(refusal).toHaveCount(2);
  await expectAccessibleInAppearances(page);
});

test('disabling a member ends their access until it is enabled again', async ({
  signInAs,
  problems,
}) => {
  // The member's open page reports that its session has ended.
  problems.expect(/401 \(Unauthorized\).*\/api\//);
  const page = await signInAs('admin');
  const viewerPage = await signInAs('viewer');
  const { name, email, password } = viewer ?? { name: '', email: '', password: '' };
  await viewerPage.goto('/queue');
  const dialog = await openMember(page, name);
  await dialog.getByRole('button', { name: 'Disable access' }).click();
  await expect(dialog.getByText(`Disable the access of ${name}?`)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { name: 'Access' })).toBeFocused();
  await expect(dialog.getByText(`${name} can't sign in.`)).toBeVisible();
  await expect(rowOf(page, name)).toContainText('Disabled');

  await viewerPage.goto('/runs');
  await expect(viewerPage).toHaveURL(/\/sign-in/);
  await signIn(viewerPage, email, password);
  const refusal = viewerPage.getByRole('alert').filter({ hasText: 'Your access is disabled.' });
  await expect(refusal).toBeVisible();
  await dialog.getByRole('button', { name: 'Enable access' }).click();
  await expect(rowOf(page, name)).toContainText('Active');
  await signIn(viewerPage, email, password);
  await expect(viewerPage).toHaveURL('/runs');
});

test('an admin sees when a member was last seen, ends one session and all, and makes a new link', async ({
  signInAs,
  browser,
  server,
  problems,
}) => {
  // The member's open page reports that its session has ended.
  problems.expect(/401 \(Unauthorized\).*\/api\//);
  const page = await signInAs('admin');
  const viewerPage = await signInAs('viewer');
  const name = viewer?.name ?? '';
  await viewerPage.goto('/queue');
  // Three sessions at least: earlier tests may have left others.
  for (let count = 0; count < 2; count += 1) {
    const another = await browser.newContext({ baseURL: server.url });
    await signInByForm(await another.newPage(), 'viewer');
    await another.close();
  }
  await page.goto('/members');
  await expect(rowOf(page, name)).toContainText(/now|ago/);
  const dialog = await openMember(page, name);
  const sessions = dialog.getByRole('list', { name: `Open sessions of ${name}` });
  const open = await sessions.getByRole('listitem').count();
  await sessions.getByRole('button').first().click();
  await expect(dialog.getByRole('heading', { name: 'Open sessions' })).toBeFocused();
  await expect(sessions.getByRole('listitem')).toHaveCount(open - 1);
  await dialog.getByRole('button', { name: 'End all sessions' }).click();
  await expect(dialog.getByText('None.')).toBeVisible();
  await viewerPage.goto('/runs');
  await expect(viewerPage).toHaveURL(/\/sign-in/);

  await dialog.getByRole('button', { name: 'Make a link' }).click();
  await expect(dialog.getByLabel(`Link for ${name}`)).toHaveValue(/\/invitation#[\w-]{43}$/);
});

test('only admins have the page', async ({ signInAs }) => {
  const page = await signInAs('manager');
  await page.goto('/members');
  await expect(page.getByText('Only admins can see and change members')).toBeVisible();
  await expect(
    page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Members' }),
  ).toHaveCount(0);
  await expectAccessible(page);
});

test('npm run member goes through the server that has the warehouse open', async ({
  server,
  signInAs,
}) => {
  const member = (...args: string[]) => runScript('cli/member.ts', args, server.path);
  const email = viewer?.email ?? '';
  const name = viewer?.name ?? '';
  expect(await member('--disable', email)).toMatchObject({
    code: 0,
    stdout: `${name} is signed out everywhere and can't sign in.\n`,
  });
  const page = await signInAs('admin');
  await page.goto('/members');
  await expect(rowOf(page, name)).toContainText('Disabled');
  const { code, stdout } = await member('--list', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toContainEqual(
    expect.objectContaining({ email, status: 'disabled', role: 'viewer' }),
  );
  expect(await member('--disable', admin?.email ?? '')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is the only admin who can sign in'),
  });
});

test('the button that manages a member is in view on a phone', async ({ signInAs }) => {
  const page = await signInAs('admin', { viewport: { width: 360, height: 740 } });
  await page.goto('/members');
  const row = rowOf(page, 'Morgan Ellis');
  await expect(row.getByRole('button')).toBeInViewport({ ratio: 1 });
});
