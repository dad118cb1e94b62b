import { env } from '@/lib/env';

/** The address that people open: NEXTAUTH_URL, else this machine and PORT. */
export function publicUrl(): string {
  return env().NEXTAUTH_URL ?? `http://localhost:${env().PORT}`;
}

/** Whether people come over https, so that cookies are kept to it. */
export function isSecure(): boolean {
  return publicUrl().startsWith('https://');
}
