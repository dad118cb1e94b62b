'use client';

import Link from 'next/link';
import { useIsPageWanted } from '@/app/(app)/_live/offline-navigation';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Popover } from '@/components/ui/popover';
import { useOutbox } from './outbox-provider';
import { SignInLink } from './sign-in-link';
import { offlineText, statusText } from './status-text';

/**
 * Tells in the top bar what happens to the person's decisions. Its place is reserved on wide screens;
 * on phones it covers the end of the search button, so nothing moves either way.
 */
export function OutboxStatus() {
  const { status } = useOutbox();
  const { kind } = status;
  const text = statusText(status);
  const isPageWanted = useIsPageWanted();
  const isProblem = kind !== 'saving' && kind !== 'idle';
  return (
    <div
      role="status"
      className="flex min-w-0 justify-end max-sm:absolute max-sm:right-14 max-sm:max-w-56 sm:flex-1"
    >
      {text && (
        <div
          className={classNames(
            'flex min-w-0 items-center gap-2 rounded-md px-2 py-1 text-xs',
            isProblem
              ? 'bg-warn-soft text-warn'
              : // Most decisions are saved sooner than this delay, and would only flicker.
                'bg-canvas text-ink-muted transition-[visibility] delay-300 duration-0 max-sm:bg-surface starting:invisible',
          )}
        >
          {kind === 'refused' && (
            <Link href="/queue" className="underline underline-offset-2">
              {text}
            </Link>
          )}
          {kind === 'not_saving' && (
            <Popover
              label={text}
              trigger={<span className="line-clamp-2 whitespace-normal">{text}</span>}
              buttonClassName="h-auto! min-w-0 shrink! px-0! text-xs! text-left text-warn!"
            >
              <p className="max-w-80 px-3 py-2 text-sm">{text}</p>
            </Popover>
          )}
          {kind === 'offline' && (
            <>
              <span className="line-clamp-2 max-sm:hidden">
                {isPageWanted ? `${text} The page opens then, too.` : text}
              </span>
              <span className="sm:hidden">
                {isPageWanted ? 'Offline: the page opens when you are back' : offlineText(status)}
              </span>
            </>
          )}
          {!['refused', 'not_saving', 'offline'].includes(kind) && <span>{text}</span>}
          {kind === 'signed_out' && <SignInLink />}
          {kind === 'other_person' && (
            <Button size="sm" onClick={() => window.location.reload()}>
              Reload
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
