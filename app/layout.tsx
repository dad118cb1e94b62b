import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { FormatProvider } from '@/components/ui/format-provider';
import { HydrationMark } from '@/components/ui/hydration-mark';
import { LiveRegion } from '@/components/ui/notifications';
import { parseTheme, themeCookie } from '@/components/ui/preference-cookies';
import { RenderTimeProvider } from '@/components/ui/time';
import { currentFormat } from './(app)/_shared/current-format';
import { typefaceClass } from './fonts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'CSM Routing', template: '%s · CSM Routing' },
  description: 'Recommends a customer success manager for each account and lets people decide.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { colorScheme: 'light dark', width: 'device-width' };

/** The document. Theme, locale, and time zone are known on the server, so nothing flashes. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const [jar, { locale, timeZone }] = await Promise.all([cookies(), currentFormat()]);
  const theme = parseTheme(jar.get(themeCookie)?.value);
  return (
    <html
      lang="en"
      data-theme={theme === 'system' ? undefined : theme}
      className={typefaceClass}
      suppressHydrationWarning
    >
      <body className="min-h-dvh font-sans">
        <FormatProvider locale={locale} timeZone={timeZone}>
          <RenderTimeProvider at={Date.now()}>{children}</RenderTimeProvider>
        </FormatProvider>
        <LiveRegion />
        <HydrationMark part="page" />
      </body>
    </html>
  );
}
