import type { ReactNode } from 'react';
import { type Tone, toneSoftClass } from './badge';
import { classNames } from './class-names';

/** A persistent message. Screen readers announce the danger tone at once, others politely. */
export function Alert({
  tone = 'info',
  title,
  children,
  actions,
  className,
  id,
}: {
  readonly tone?: Exclude<Tone, 'accent'>;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly id?: string;
}) {
  return (
    <div
      id={id}
      role={tone === 'danger' ? 'alert' : 'status'}
      className={classNames(
        'flex flex-wrap items-start gap-x-4 gap-y-2 rounded-md border border-current/20 px-3 py-2 text-sm',
        toneSoftClass[tone],
        className,
      )}
    >
      <div className="min-w-0 flex-1 basis-52">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div>{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
