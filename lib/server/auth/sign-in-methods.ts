import 'server-only';
import { type Env, env } from '@/lib/server/env';
import type { GroupRole } from '@/lib/server/env-sso';
import { AppError } from '@/lib/server/errors';

/** How people may sign in. */
export interface SignInMethods {
  readonly password: boolean;
  /** Null if single sign-on is not configured. */
  readonly sso: SsoSettings | null;
}

/** What the app needs to know about single sign-on, besides the protocol. */
export interface SsoSettings {
  /** As people call it, such as "Okta". */
  readonly name: string;
  readonly issuer: string;
  /** Null if roles come from MEMBERS only. */
  readonly groupRoles: readonly GroupRole[] | null;
}

/** The ways to sign in as a page offers them. */
export interface SignInOffer {
  readonly password: boolean;
  /** The identity provider, as people call it; null without single sign-on. */
  readonly sso: string | null;
}

/** What browsers may know about the ways to sign in. */
export function signInOffer({ password, sso }: SignInMethods = passwordOnly): SignInOffer {
  return { password, sso: sso?.name ?? null };
}

/** The default, without settings. */
export const passwordOnly: SignInMethods = { password: true, sso: null };

/** The ways to sign in that the settings allow. At least one. */
export function signInMethods(): SignInMethods {
  const { PASSWORD_SIGN_IN } = env();
  return { password: PASSWORD_SIGN_IN === 'on', sso: ssoSettings(env()) };
}

/** The error for setting or using a password where that is turned off. */
export function noPasswordsError({ sso }: SignInMethods): AppError {
  const instead = sso ? `Sign in with ${sso.name} instead.` : 'Ask an admin.';
  return new AppError('forbidden', `Passwords are turned off. ${instead}`);
}

function ssoSettings({ OIDC_ISSUER, OIDC_NAME, OIDC_ROLES }: Env): SsoSettings | null {
  if (!OIDC_ISSUER) return null;
  const name = OIDC_NAME ?? issuerName(new URL(OIDC_ISSUER));
  return { name, issuer: OIDC_ISSUER, groupRoles: OIDC_ROLES ?? null };
}

function issuerName({ hostname, host }: URL): string {
  if (hostname === 'accounts.google.com') return 'Google';
  if (hostname === 'login.microsoftonline.com') return 'Microsoft';
  return /\.okta(preview|-emea)?\.com$/.test(hostname) ? 'Okta' : host;
}
