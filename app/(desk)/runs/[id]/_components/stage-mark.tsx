import { CheckIcon } from '@/components/ui/icons';
import { Spinner } from '@/components/ui/spinner';

/** Whether a stage is behind, under way or still to come; also read out. */
export function StageMark({ state }: { readonly state: 'done' | 'now' | 'later' }) {
  if (state === 'done') {
    return (
      <span className="mt-0.5 text-ok">
        <CheckIcon />
        <span className="sr-only">Done:</span>
      </span>
    );
  }
  if (state === 'now') {
    return (
      <span className="mt-0.5 text-accent-ink">
        <Spinner className="size-4" />
        <span className="sr-only">Now:</span>
      </span>
    );
  }
  return (
    <span className="mt-0.5">
      <span aria-hidden="true" className="block size-4 rounded-full border border-line-control" />
      <span className="sr-only">Later:</span>
    </span>
  );
}
