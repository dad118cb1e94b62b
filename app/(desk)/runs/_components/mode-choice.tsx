import type { RunRow } from '@/lib/warehouse/sql/runs';

export type RunMode = RunRow['mode'];

const choices: readonly { readonly mode: RunMode; readonly label: string }[] = [
  { mode: 'batch', label: 'A batch' },
  { mode: 'single', label: 'One account' },
];

/** Whether a run places a batch or one account. */
export function ModeChoice({
  mode,
  onMode,
}: {
  readonly mode: RunMode;
  readonly onMode: (mode: RunMode) => void;
}) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">Place</legend>
      <div className="inline-flex rounded-md border border-line bg-sunken p-0.5">
        {choices.map((choice) => (
          <label
            key={choice.mode}
            className="relative flex h-8 cursor-pointer items-center rounded-sm px-3 text-sm whitespace-nowrap text-ink-muted hover:text-ink has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:shadow-control has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="mode"
              value={choice.mode}
              checked={mode === choice.mode}
              onChange={() => onMode(choice.mode)}
              className="sr-only"
            />
            {choice.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
