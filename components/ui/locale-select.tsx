'use client';

import { useRouter } from 'next/navigation';
import { useId, useState, useTransition } from 'react';
import { Select } from './form-controls';
import { localeCookie, localeNames, setPreferenceCookie } from './preference-cookies';

/** Chooses the locale of numbers and dates; applies at once and is kept in a cookie. */
export function LocaleSelect({ initial }: { readonly initial: string | null }) {
  const router = useRouter();
  const [locale, setLocale] = useState(initial ?? '');
  const [busy, start] = useTransition();
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-xs text-ink-muted">
        Number and date format
      </label>
      <Select
        id={id}
        compact
        aria-busy={busy}
        value={locale}
        onChange={({ target }) => {
          setLocale(target.value);
          setPreferenceCookie(localeCookie, target.value);
          start(() => router.refresh());
        }}
      >
        <option value="">Browser language</option>
        {Object.entries(localeNames).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </Select>
    </div>
  );
}
