import type { ReactNode } from 'react';
import { DatabaseIcon } from '@/components/ui/icons';
import type { Theme } from '@/components/ui/theme';
import { ThemeSwitch } from '@/components/ui/theme-switch';
import type { Person } from '@/lib/auth/person';
import { PersonMenu } from './person-menu';

/** What holds on every page: the search, the warehouse in use, the look, and who is signed in. */
export function TopBar({
  person,
  warehouse,
  theme,
  controls,
}: {
  readonly person: Person;
  /** The warehouse's name, as people know it. */
  readonly warehouse: string;
  readonly theme: Theme;
  readonly controls: ReactNode;
}) {
  return (
    <header
      data-print="none"
      className="sticky top-0 z-20 flex h-(--top-bar) items-center gap-2 border-b border-line bg-canvas px-3 lg:gap-3 lg:px-6"
    >
      <span aria-hidden="true" className="size-3 shrink-0 rounded-sm bg-accent lg:hidden" />
      {controls}
      <p
        title="The warehouse in use"
        className="ml-auto hidden items-center gap-1.5 text-xs text-ink-muted md:flex"
      >
        <DatabaseIcon />
        {warehouse}
      </p>
      <div className="ml-auto hidden sm:flex md:ml-0">
        <ThemeSwitch initial={theme} />
      </div>
      <PersonMenu person={person} warehouse={warehouse} theme={theme} />
    </header>
  );
}
