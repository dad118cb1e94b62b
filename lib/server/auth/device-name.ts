import { userAgentFromString } from 'next/server';

const MAX_LENGTH = 120;

/** Names a device by its browser's user agent, such as "Chrome on macOS". */
export function deviceName(userAgent: string | null | undefined): string {
  const { browser, os } = userAgentFromString(userAgent ?? '');
  const system = os.name === 'Mac OS' ? 'macOS' : os.name;
  const name = [browser.name, system].filter(Boolean).join(' on ');
  // A script names itself otherwise, such as "curl/8.5.0".
  return (name || userAgent?.trim() || 'Unknown device').slice(0, MAX_LENGTH);
}
