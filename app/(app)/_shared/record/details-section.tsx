import type { ReactNode } from 'react';

/** A titled section of a record. */
export function DetailsSection({
  title,
  note,
  level = 3,
  children,
}: {
  readonly title: string;
  readonly level?: 2 | 3;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}) {
  const Heading = `h${level}` as const;
  return (
    <section aria-label={title} className="border-b border-line px-4 py-3.5 last:border-b-0">
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <Heading className={level === 2 ? 'text-lg font-semibold' : 'text-sm font-semibold'}>
          {title}
        </Heading>
        {note && <span className="text-xs text-ink-muted">{note}</span>}
      </div>
      {children}
    </section>
  );
}
