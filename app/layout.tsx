import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { HydrationMark } from '@/components/ui/hydration-mark';
import { LiveRegion } from '@/components/ui/notifications';
import {
  parseTheme,
  parseTimeZone,
  themeCookie,
  timeZoneCookie,
} from '@/components/ui/preference-cookies';
import { RenderTimeProvider, TimeZoneProvider } from '@/components/ui/time';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'CSM Routing', template: '%s · CSM Routing' },
  description: 'Recommends a customer success manager for each account and lets people decide.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { colorScheme: 'light dark', width: 'device-width' };

/** The page around every page: its theme and time zone come from cookies, so nothing flashes. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const jar = await cookies();
  const theme = parseTheme(jar.get(themeCookie)?.value);
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme} suppressHydrationWarning>
      <body className="min-h-dvh font-sans">
        <TimeZoneProvider zone={parseTimeZone(jar.get(timeZoneCookie)?.value)}>
          <RenderTimeProvider at={Date.now()}>{children}</RenderTimeProvider>
        </TimeZoneProvider>
        <LiveRegion />
        <HydrationMark />
      </body>
    </html>
  );
}
