import { expect, it } from 'vitest';
import { toIdentity } from './sso-identity';

const settings = {
  OIDC_ISSUER: 'https://example.okta.com',
  OIDC_ROLE_CLAIM: 'groups',
  OIDC_TRUST_EMAIL: 'off',
} as const;
const claims = { sub: 'S-1', email: 'ana@example.com', email_verified: true, name: ' Ana Ruiz ' };

it('has the account, the verified email, the name, and the groups', () => {
  expect(toIdentity(settings, { ...claims, groups: ['cs-admins', 'everyone'] })).toEqual({
    issuer: 'https://example.okta.com',
    subject: 'S-1',
    email: 'ana@example.com',
    name: 'Ana Ruiz',
    groups: ['cs-admins', 'everyone'],
  });
});

it.each([
  ['verified', 'off', true, true],
  ['called verified in text', 'off', 'true', true],
  ['not verified', 'off', false, false],
  ['not verified, even if addresses are trusted', 'on', false, false],
  ['called not verified in text', 'on', 'false', false],
  ['neither', 'off', undefined, false],
  ['neither, if addresses are trusted', 'on', undefined, true],
  ['verified in an unknown way', 'on', { by: 'mail' }, false],
] as const)('uses an email that is %s (OIDC_TRUST_EMAIL=%s): %s', (_, trust, verified, isUsed) => {
  const identity = toIdentity(
    { ...settings, OIDC_TRUST_EMAIL: trust },
    { ...claims, email_verified: verified },
  );
  expect(identity.email).toBe(isUsed ? 'ana@example.com' : null);
});

it.each([
  ['one group as text', 'cs-admins', ['cs-admins']],
  ['only the groups that are text', ['cs-admins', 7, null, { role: 'admin' }], ['cs-admins']],
  ['no groups without the claim', undefined, []],
  ['no groups of an object', { admin: true }, []],
])('has %s', (_, groups, expected) => {
  expect(toIdentity(settings, { ...claims, groups }).groups).toEqual(expected);
});

it('has no groups if no claim is configured', () => {
  const { OIDC_ROLE_CLAIM: _, ...without } = settings;
  expect(toIdentity(without, { ...claims, undefined: ['cs-admins'] }).groups).toEqual([]);
});

it('ignores an email and a name that are none', () => {
  const odd = { ...claims, email: 'ana at example', name: ['Ana'] };
  expect(toIdentity(settings, odd)).toMatchObject({ email: null, name: null });
});
