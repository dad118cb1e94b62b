'use client';

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { zoneCookie } from './zone-cookie';

const ZoneContext = createContext('UTC');

/** The reader's time zone: what the server knew, then what the browser says. */
export function ZoneProvider({
  zone,
  children,
}: {
  readonly zone: string;
  readonly children: ReactNode;
}) {
  const [current, setCurrent] = useState(zone);
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
    setCurrent(own);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser.
    document.cookie = `${zoneCookie}=${encodeURIComponent(own)};path=/;max-age=31536000;samesite=lax`;
  }, []);
  return <ZoneContext value={current}>{children}</ZoneContext>;
}

/** The reader's time zone, such as Europe/Berlin. */
export function useZone(): string {
  return useContext(ZoneContext);
}
