'use client';

import { type ComponentProps, useId, useState } from 'react';
import { classNames } from './class-names';
import { controlStyle } from './control-style';
import { formatNumber } from './format';

/** A text area that counts towards its limit and says when it is passed, instead of cutting text off. */
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
        className={classNames(controlStyle, 'resize-y py-1.5', className)}
      />
      {limit !== undefined && (
        <span
          id={counterId}
          className={classNames('self-end text-xs', over ? 'text-danger' : 'text-ink-muted')}
        >
          {over
            ? `${formatNumber(length - limit)} characters too many`
            : `${formatNumber(length)} of ${formatNumber(limit)}`}
        </span>
      )}
    </span>
  );
}
