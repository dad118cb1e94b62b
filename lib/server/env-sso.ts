import { z } from 'zod';
import { type Role, roles } from './auth/person';
import { isSecureUrl } from './secure-url';

/** Addresses at which Microsoft lets people of every company sign in. */
const MULTI_TENANT = /^https:\/\/login\.microsoftonline\.com\/(common|organizations|consumers)\b/i;

/** Which role the members of a group get. */
export interface GroupRole {
  readonly group: string;
  readonly role: Role;
}

/**
 * Parses pairs such as `cs-admins=admin,cs-managers=manager`. Pairs are separated by semicolons if there is
 * one, because the names of some directories contain commas. A name may contain "=", too.
 * @returns undefined if it is anything else
 */
function parseGroupRoles(text: string): readonly GroupRole[] | undefined {
  const pairs = text
    .split(text.includes(';') ? ';' : ',')
    .map((pair) => pair.trim())
    .filter(Boolean);
  const parsed = pairs.map((pair) => {
    const at = pair.lastIndexOf('=');
    const group = pair.slice(0, Math.max(at, 0)).trim();
    const role = roles.find((each) => each === pair.slice(at + 1).trim());
    return group && role ? { group, role } : undefined;
  });
  const valid = parsed.filter((each) => each !== undefined);
  return valid.length > 0 && valid.length === parsed.length ? valid : undefined;
}

const onOrOff = (what: string) =>
  z.enum(['on', 'off'], { error: `must be "on" or "off": ${what}` });

/** The settings for single sign-on with OpenID Connect. */
export const ssoShape = {
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://example.okta.com' })
    .refine((value) => !URL.canParse(value) || isSecureUrl(value), {
      error: 'must start with https://',
    })
    .refine((value) => !MULTI_TENANT.test(value), {
      error:
        'must name your tenant instead of common, organizations, or consumers, or every company could sign in',
    })
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().trim().min(1).max(40, 'can have at most 40 characters').optional(),
  OIDC_SCOPES: z
    .string()
    .refine((value) => value.split(/\s+/).includes('openid'), {
      error: 'must contain openid, such as "openid email profile groups"',
    })
    .default('openid email profile'),
  OIDC_ROLE_CLAIM: z.string().optional(),
  OIDC_ROLES: z
    .string()
    .transform((text, context) => {
      const pairs = parseGroupRoles(text);
      if (pairs) return pairs;
      const error = `must map groups to ${roles.join(', ')}, such as cs-admins=admin,cs-managers=manager`;
      context.addIssue({ code: 'custom', message: error });
      return z.NEVER;
    })
    .optional(),
  OIDC_TRUST_EMAIL: onOrOff(
    'whether an address counts that the issuer does not call verified',
  ).default('off'),
  PASSWORD_SIGN_IN: onOrOff('whether people may sign in with a password').default('on'),
} as const;

const required = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'];

/**
 * Finds missing settings for single sign-on.
 * @returns one line per problem, starting with the variable's name
 */
export function ssoProblems(variables: Readonly<Record<string, string>>): readonly string[] {
  const isOn = Object.keys(variables).some((name) => name.startsWith('OIDC_'));
  const needs = (name: string, other: string) =>
    variables[other] && !variables[name] ? [`${name}: is required with ${other}`] : [];
  return [
    ...required
      .filter((name) => isOn && !variables[name])
      .map((name) => `${name}: is required for single sign-on`),
    ...needs('OIDC_ROLES', 'OIDC_ROLE_CLAIM'),
    ...needs('OIDC_ROLE_CLAIM', 'OIDC_ROLES'),
    ...(variables.PASSWORD_SIGN_IN === 'off' && !isOn
      ? [
          'PASSWORD_SIGN_IN: cannot be off without single sign-on (OIDC_ISSUER): nobody could sign in',
        ]
      : []),
  ];
}
