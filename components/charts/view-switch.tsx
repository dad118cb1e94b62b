import { classNames } from '@/components/ui/class-names';

/** The two ways to read a figure. */
export type View = 'chart' | 'table';

const views = [
  ['chart', 'Chart'],
  ['table', 'Table'],
] as const;

/** Turns a figure from the drawing to its table and back. */
export function ViewSwitch({
  view,
  onChange,
}: {
  readonly view: View;
  readonly onChange: (view: View) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own look and legend.
    <div role="group" aria-label="Show as" className="inline-flex rounded-md shadow-control">
      {views.map(([own, title]) => (
        <button
          key={own}
          type="button"
          aria-pressed={view === own}
          onClick={() => onChange(own)}
          className={classNames(
            'h-7 border border-line-strong px-2 text-xs font-medium first:rounded-l-md last:-ml-px last:rounded-r-md focus-visible:z-10',
            view === own
              ? 'z-1 bg-accent-soft text-accent-ink'
              : 'bg-surface text-ink-muted hover:bg-hover',
          )}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
