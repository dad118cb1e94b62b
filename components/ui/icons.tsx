import type { ReactNode } from 'react';
import { classNames } from './class-names';

interface IconProps {
  readonly className?: string;
}

function Glyph({ className, children }: IconProps & { readonly children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={classNames('size-4 shrink-0', className)}
    >
      {children}
    </svg>
  );
}

export function CloseIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="m4 4 8 8M12 4l-8 8" />
    </Glyph>
  );
}

export function CheckIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="m3 8.5 3.2 3.2L13 4.8" />
    </Glyph>
  );
}

export function ChevronDownIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="m4 6 4 4 4-4" />
    </Glyph>
  );
}

export function ChevronLeftIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M10 4 6 8l4 4" />
    </Glyph>
  );
}

export function ChevronRightIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="m6 4 4 4-4 4" />
    </Glyph>
  );
}

export function SearchIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.5 10.5 3 3" />
    </Glyph>
  );
}

export function InboxIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M2 9.5 4 3.8A1.2 1.2 0 0 1 5.1 3h5.8a1.2 1.2 0 0 1 1.1.8l2 5.7v2.3a1.2 1.2 0 0 1-1.2 1.2H3.2A1.2 1.2 0 0 1 2 11.8Z" />
      <path d="M2.2 9.5h3l1 1.7h3.6l1-1.7h3" />
    </Glyph>
  );
}

export function PlayIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.8 5.7v4.6L10.4 8Z" />
    </Glyph>
  );
}

export function ReviewIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M2.5 3.7A1.2 1.2 0 0 1 3.7 2.5h8.6a1.2 1.2 0 0 1 1.2 1.2v6a1.2 1.2 0 0 1-1.2 1.2H7.5l-3 2.6v-2.6h-.8a1.2 1.2 0 0 1-1.2-1.2Z" />
      <path d="m5.7 6.8 1.6 1.6 3-3.2" />
    </Glyph>
  );
}

export function BalanceIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M2.5 13.5V9M6.2 13.5V4M9.8 13.5V7M13.5 13.5V2.5" />
    </Glyph>
  );
}

export function ChecksIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="m1.8 8.6 2.9 2.9 5.6-6.2M8 11l.6.5 5.6-6.2" />
    </Glyph>
  );
}

export function HistoryIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M2.5 8a5.5 5.5 0 1 0 1.8-4.1L2.5 5.5M2.5 2.5v3h3M8 5v3.2l2 1.3" />
    </Glyph>
  );
}

export function RefreshIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M13.5 8a5.5 5.5 0 1 1-1.8-4.1l1.8 1.6M13.5 2.5v3h-3" />
    </Glyph>
  );
}

export function TimerIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <circle cx="8" cy="9" r="5" />
      <path d="M8 6.4V9l1.8 1.4M6.4 1.8h3.2" />
    </Glyph>
  );
}

export function CalendarIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M2.5 4.2h11v9h-11zM2.5 7h11M5.4 2.4v2.4M10.6 2.4v2.4" />
    </Glyph>
  );
}

export function BellIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M3.2 11.4h9.6c-1-1-1.3-2.1-1.3-4.6a3.5 3.5 0 0 0-7 0c0 2.5-.3 3.6-1.3 4.6ZM6.6 13.6h2.8" />
    </Glyph>
  );
}

export function PulseIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M1.8 8.4h2.7L6.4 3l3.2 10 1.9-4.6h2.7" />
    </Glyph>
  );
}

export function SlidersIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M2 4.5h6.5M12.5 4.5H14M2 11.5h1.5M7.5 11.5H14" />
      <circle cx="10.5" cy="4.5" r="1.8" />
      <circle cx="5.5" cy="11.5" r="1.8" />
    </Glyph>
  );
}

export function ColumnsIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <rect x="2" y="3" width="12" height="10" rx="1.2" />
      <path d="M6 3v10M10 3v10" />
    </Glyph>
  );
}

export function NoteIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M2.75 3.25h10.5v7.5H7.5l-2.75 2.5v-2.5h-2z" />
      <path d="M5.5 7h5" />
    </Glyph>
  );
}

export function DownloadIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M8 2.75v7M5 7l3 3 3-3M2.75 13.25h10.5" />
    </Glyph>
  );
}

export function ViewIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M4 2.75h8v10.5L8 10.5l-4 2.75z" />
    </Glyph>
  );
}

export function SunIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <circle cx="8" cy="8" r="2.75" />
      <path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9" />
    </Glyph>
  );
}

export function MoonIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1Z" />
    </Glyph>
  );
}

export function ScreenIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <rect x="2" y="3" width="12" height="8" rx="1.2" />
      <path d="M6 13.5h4" />
    </Glyph>
  );
}

export function KeyboardIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <rect x="1.5" y="4" width="13" height="8" rx="1.2" />
      <path d="M4 6.7h.01M6.7 6.7h.01M9.3 6.7h.01M12 6.7h.01M5 9.5h6" />
    </Glyph>
  );
}

export function DatabaseIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <ellipse cx="8" cy="4" rx="5" ry="2" />
      <path d="M3 4v8c0 1.1 2.2 2 5 2s5-.9 5-2V4M3 8c0 1.1 2.2 2 5 2s5-.9 5-2" />
    </Glyph>
  );
}

export function SignOutIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M6 2.5H3.7A1.2 1.2 0 0 0 2.5 3.7v8.6a1.2 1.2 0 0 0 1.2 1.2H6M10.5 11l3-3-3-3M13.5 8H6.2" />
    </Glyph>
  );
}

export function PeopleIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <circle cx="6" cy="5.2" r="2.5" />
      <path d="M1.5 13.2c.3-2.5 2.1-4 4.5-4s4.2 1.5 4.5 4M10.6 2.9a2.5 2.5 0 0 1 0 4.6M12.2 9.6c1.3.5 2.1 1.8 2.3 3.6" />
    </Glyph>
  );
}

export function EyeIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M1.5 8s2.4-4.5 6.5-4.5S14.5 8 14.5 8 12.1 12.5 8 12.5 1.5 8 1.5 8Z" />
      <circle cx="8" cy="8" r="2" />
    </Glyph>
  );
}
