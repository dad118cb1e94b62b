import { describe, expect, it } from 'vitest';
import { parseEnv } from './env';

const okta = {
  OIDC_ISSUER: 'https://example.okta.com',
  OIDC_CLIENT_ID: 'client-id',
  OIDC_CLIENT_SECRET: 'Canary-Client-Secret',
};

/** What is reported for some settings; undefined if they can be used. */
function problemOf(variables: Readonly<Record<string, string>>): string | undefined {
  try {
    parseEnv(variables);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('the settings for single sign-on', () => {
  it('are off by default, and passwords are on', () => {
    expect(parseEnv({})).toMatchObject({ PASSWORD_SIGN_IN: 'on', OIDC_TRUST_EMAIL: 'off' });
    expect(parseEnv({}).OIDC_ISSUER).toBeUndefined();
  });

  it('need the issuer and the client, and never say what a secret is', () => {
    expect(parseEnv(okta)).toMatchObject({ ...okta, OIDC_SCOPES: 'openid email profile' });
    for (const name of ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']) {
      const problem = problemOf({ ...okta, [name]: '' });
      expect(problem).toContain(`${name}: is required for single sign-on`);
      expect(problem).not.toContain('Canary');
    }
  });

  it.each([
    ['http://issuer.example.com', 'must start with https://'],
    ['example.okta.com', 'must be an address'],
    ['https://login.microsoftonline.com/common/v2.0', 'must name your tenant'],
    ['https://login.microsoftonline.com/organizations/v2.0', 'must name your tenant'],
  ])('refuse the issuer %s', (issuer, problem) => {
    expect(problemOf({ ...okta, OIDC_ISSUER: issuer })).toContain(`OIDC_ISSUER: ${problem}`);
  });

  it('allow plain HTTP to this machine, and one tenant of Microsoft', () => {
    const tenant = 'https://login.microsoftonline.com/4f9a3f0e-0000-4000-8000-000000000000/v2.0';
    for (const issuer of ['http://127.0.0.1:9000', 'http://localhost:9000', tenant]) {
      expect(problemOf({ ...okta, OIDC_ISSUER: issuer })).toBeUndefined();
    }
  });

  it.each([
    ['cs-admins=admin, cs-managers=manager', ['cs-admins', 'cs-managers']],
    ['CN=cs-admins,OU=Groups=admin; CN=cs,OU=x=manager;', ['CN=cs-admins,OU=Groups', 'CN=cs,OU=x']],
  ])('map groups to roles: %s', (text, groups) => {
    const { OIDC_ROLES } = parseEnv({ ...okta, OIDC_ROLE_CLAIM: 'groups', OIDC_ROLES: text });
    const roles = ['admin', 'manager'];
    expect(OIDC_ROLES).toEqual(groups.map((group, index) => ({ group, role: roles[index] })));
  });

  it.each(['cs-admins', 'cs-admins=boss', '=admin', 'cs-admins=admin,cs-managers', ','])(
    'refuse the mapping %s',
    (text) => {
      const problem = problemOf({ ...okta, OIDC_ROLE_CLAIM: 'groups', OIDC_ROLES: text });
      expect(problem).toContain('OIDC_ROLES: must map groups to viewer, manager, admin');
    },
  );

  it('need a claim for a mapping, and a mapping for a claim', () => {
    expect(problemOf({ ...okta, OIDC_ROLES: 'a=admin' })).toContain(
      'OIDC_ROLE_CLAIM: is required with OIDC_ROLES',
    );
    expect(problemOf({ ...okta, OIDC_ROLE_CLAIM: 'groups' })).toContain(
      'OIDC_ROLES: is required with OIDC_ROLE_CLAIM',
    );
  });

  it('turn passwords off only with single sign-on', () => {
    expect(parseEnv({ ...okta, PASSWORD_SIGN_IN: 'off' }).PASSWORD_SIGN_IN).toBe('off');
    expect(problemOf({ PASSWORD_SIGN_IN: 'off' })).toContain(
      'PASSWORD_SIGN_IN: cannot be off without single sign-on',
    );
    expect(problemOf({ PASSWORD_SIGN_IN: 'no' })).toContain('PASSWORD_SIGN_IN: must be "on" or');
  });

  it('ask for OpenID Connect', () => {
    expect(problemOf({ ...okta, OIDC_SCOPES: 'email profile' })).toContain(
      'OIDC_SCOPES: must contain openid',
    );
  });
});
