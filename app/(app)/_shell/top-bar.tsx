import type { ReactNode } from 'react';
import { signOut } from '@/app/(auth)/sign-in/actions';
import { buttonClass } from '@/components/ui/button';
import { DatabaseIcon, ScreenIcon, SignOutIcon } from '@/components/ui/icons';
import { LocaleSelect } from '@/components/ui/locale-select';
import { Popover } from '@/components/ui/popover';
import type { Theme } from '@/components/ui/preference-cookies';
import { ThemeSwitch } from '@/components/ui/theme-switch';
import { roleLabels } from '@/lib/members/labels';
import type { Person } from '@/lib/server/auth/person';

/** The bar above every page: search, warehouse, theme, and the signed-in person. */
export function TopBar({
  person,
  warehouse,
  theme,
  locale,
  controls,
  status,
}: {
  readonly person: Person;
  /** Display name of the warehouse. */
  readonly warehouse: string;
  readonly theme: Theme;
  /** The locale the person chose, or null to follow the browser. */
  readonly locale: string | null;
  readonly controls: ReactNode;
  /** Tells whether the person's decisions are saved. */
  readonly status: ReactNode;
}) {
  return (
    <header
      data-print="none"
      className="sticky top-0 z-20 flex h-(--top-bar) items-center gap-2 border-b border-line bg-canvas px-3 lg:gap-3 lg:px-6"
    >
      <span aria-hidden="true" className="size-3 shrink-0 rounded-sm bg-accent lg:hidden" />
      {controls}
      {status}
      <p
        title="Current warehouse"
        className="hidden shrink-0 items-center gap-1.5 text-xs text-ink-muted xl:flex"
      >
        <DatabaseIcon />
        {warehouse}
      </p>
      <div className="hidden sm:flex">
        <ThemeSwitch initial={theme} />
      </div>
      <PersonMenu person={person} warehouse={warehouse} theme={theme} locale={locale} />
    </header>
  );
}

/** The signed-in person, with their role and preferences. */
function PersonMenu({
  person,
  warehouse,
  theme,
  locale,
}: {
  readonly person: Person;
  readonly warehouse: string;
  readonly theme: Theme;
  readonly locale: string | null;
}) {
  const role = roleLabels[person.role];
  return (
    <Popover
      label={`${person.name}, ${role}`}
      buttonClassName="min-w-0 max-sm:px-1"
      trigger={
        <>
          <span
            aria-hidden="true"
            className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-2xs font-semibold text-accent-ink"
          >
            {initials(person.name)}
          </span>
          <span className="hidden max-w-40 truncate text-ink sm:inline">{person.name}</span>
          <span className="hidden text-xs text-ink-muted md:inline">{role}</span>
        </>
      }
    >
      <div className="border-b border-line px-3 py-2">
        <p className="font-medium">{person.name}</p>
        <p className="text-xs text-ink-muted">{person.email}</p>
        <p className="mt-1 text-xs text-ink-muted">{`Role: ${role}`}</p>
        <p className="mt-1 flex items-center gap-1.5 text-xs text-ink-muted xl:hidden">
          <DatabaseIcon />
          {warehouse}
        </p>
        <div className="mt-2 sm:hidden">
          <ThemeSwitch initial={theme} />
        </div>
      </div>
      <div className="border-b border-line px-3 py-2">
        <LocaleSelect initial={locale} />
      </div>
      <div className="border-b border-line p-1">
        {/* Loads the page, because the menu would stay open over a page that replaces this one. */}
        <a href="/sessions" className={buttonClass('ghost', 'md', 'w-full justify-start!')}>
          <ScreenIcon />
          Your sessions
        </a>
      </div>
      <form action={signOut} className="p-1">
        <button type="submit" className={buttonClass('ghost', 'md', 'w-full justify-start!')}>
          <SignOutIcon />
          Sign out
        </button>
      </form>
    </Popover>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
}
