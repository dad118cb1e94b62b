'use client';

import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { classNames } from './class-names';
import { useFormat } from './format-provider';
import { ChevronDownIcon } from './icons';

/** Attributes that associate a control with its label, hint, and error. */
export interface FieldControl {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** A label, hint, and error for the control that `children` renders. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly children: (control: FieldControl) => ReactNode;
}) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : '';
  const errorId = error ? `${id}-error` : '';
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': `${errorId} ${hintId}`.trim() || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {error && (
        <p id={errorId} className="text-xs text-danger">
          {error}
        </p>
      )}
      {hint && (
        <p id={hintId} className="text-xs text-ink-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

/** A one-line text input, as high as a button. */
export function Input({
  compact = false,
  className,
  ...rest
}: ComponentProps<'input'> & { readonly compact?: boolean }) {
  return (
    <input
      {...rest}
      className={classNames(controlClass, compact ? 'h-8 text-sm' : 'h-9', className)}
    />
  );
}

/** A native select. */
export function Select({
  compact = false,
  className,
  children,
  ...rest
}: ComponentProps<'select'> & { readonly compact?: boolean }) {
  return (
    <span className={classNames('relative inline-block', className ?? 'w-full')}>
      <select
        {...rest}
        className={classNames(
          controlClass,
          'appearance-none pr-8',
          compact ? 'h-8 text-sm' : 'h-9',
        )}
      >
        {children}
      </select>
      <ChevronDownIcon className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-ink-muted" />
    </span>
  );
}

/** A checkbox with a label, which can be visually hidden. */
export function Checkbox({
  label,
  hideLabel = false,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & {
  readonly label: ReactNode;
  readonly hideLabel?: boolean;
}) {
  return (
    <label className={classNames('inline-flex min-h-6 items-center gap-2 text-sm', className)}>
      <input {...rest} type="checkbox" className="size-4 shrink-0 accent-accent" />
      <span className={hideLabel ? 'sr-only' : undefined}>{label}</span>
    </label>
  );
}

/** A text area that shows its length and warns above the limit instead of truncating. */
export function Textarea({
  limit,
  className,
  onChange,
  defaultValue,
  value,
  ...rest
}: ComponentProps<'textarea'> & { readonly limit?: number }) {
  const [typed, setTyped] = useState(String(value ?? defaultValue ?? ''));
  const counterId = useId();
  const format = useFormat();
  const length = value === undefined ? typed.length : String(value).length;
  const over = limit !== undefined && length > limit;
  return (
    <span className="flex flex-col gap-1">
      <textarea
        rows={3}
        {...rest}
        {...(value === undefined ? { defaultValue } : { value })}
        aria-invalid={over || rest['aria-invalid'] || undefined}
        aria-describedby={
          `${rest['aria-describedby'] ?? ''} ${limit ? counterId : ''}`.trim() || undefined
        }
        onChange={(event) => {
          setTyped(event.target.value);
          onChange?.(event);
        }}
        className={classNames(controlClass, 'resize-y py-1.5', className)}
      />
      {limit !== undefined && (
        <span
          id={counterId}
          className={classNames('self-end text-xs', over ? 'text-danger' : 'text-ink-muted')}
        >
          {over
            ? `${format.number(length - limit)} characters too many`
            : `${format.number(length)} of ${format.number(limit)}`}
        </span>
      )}
    </span>
  );
}

/** The classes shared by text inputs, selects, and text areas. */
export const controlClass =
  'w-full rounded-md border border-line-control bg-surface px-2.5 text-base text-ink shadow-control ' +
  'hover:border-ink-faint focus-visible:outline-offset-0 ' +
  'aria-invalid:border-danger disabled:cursor-not-allowed disabled:bg-sunken disabled:opacity-70';
