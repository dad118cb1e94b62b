'use client';

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { createFormat, type Format } from './format';
import { setPreferenceCookie, timeZoneCookie } from './preference-cookies';

const FormatContext = createContext<Format>(createFormat('en-US', 'UTC'));

/**
 * Provides the reader's format. The server passes the locale, so both render the same text. The
 * time zone is the one the server knows, replaced by the browser's own after the first render.
 */
export function FormatProvider({
  locale,
  timeZone,
  children,
}: {
  readonly locale: string;
  readonly timeZone: string;
  readonly children: ReactNode;
}) {
  const [current, setCurrent] = useState(timeZone);
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
    setCurrent(own);
    setPreferenceCookie(timeZoneCookie, own);
  }, []);
  return <FormatContext value={createFormat(locale, current)}>{children}</FormatContext>;
}

/** The reader's format for numbers, money, dates, and times. */
export function useFormat(): Format {
  return useContext(FormatContext);
}

/** A number in the reader's format, for components that render on the server and in the browser. */
export function FormattedNumber({ value }: { readonly value: number | null }) {
  return useFormat().number(value);
}
