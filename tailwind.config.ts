import type { Config } from 'tailwindcss';

/** A color token, which globals.css defines for the light and the dark theme. */
const token = (name: string) => `var(--${name})`;

export default {
  content: ['./app/**/*.{ts,tsx}', './components/**/*.{ts,tsx}'],
  darkMode: 'media',
  theme: {
    extend: {
      colors: {
        canvas: token('canvas'),
        surface: token('surface'),
        sunken: token('sunken'),
        hover: token('hover'),
        line: {
          DEFAULT: token('line'),
          strong: token('line-strong'),
          control: token('line-control'),
        },
        ink: { DEFAULT: token('ink'), muted: token('ink-muted'), faint: token('ink-faint') },
        accent: {
          DEFAULT: token('accent'),
          hover: token('accent-hover'),
          on: token('accent-on'),
          soft: token('accent-soft'),
          ink: token('accent-ink'),
        },
        ok: { DEFAULT: token('ok'), soft: token('ok-soft'), solid: token('ok-solid') },
        warn: { DEFAULT: token('warn'), soft: token('warn-soft'), solid: token('warn-solid') },
        danger: {
          DEFAULT: token('danger'),
          soft: token('danger-soft'),
          solid: token('danger-solid'),
          on: token('danger-on'),
        },
        info: { DEFAULT: token('info'), soft: token('info-soft') },
        neutral: { DEFAULT: token('neutral'), soft: token('neutral-soft') },
      },
      fontSize: {
        '2xs': ['0.6875rem', { lineHeight: '1rem' }],
        xs: ['0.75rem', { lineHeight: '1rem' }],
        sm: ['0.8125rem', { lineHeight: '1.25rem' }],
        base: ['0.875rem', { lineHeight: '1.375rem' }],
        lg: ['1rem', { lineHeight: '1.5rem' }],
        xl: ['1.25rem', { lineHeight: '1.75rem' }],
      },
      borderRadius: { sm: '0.25rem', md: '0.375rem', lg: '0.5rem', xl: '0.75rem' },
      boxShadow: {
        control: '0 1px 1px var(--shadow-soft)',
        raised: '0 4px 12px var(--shadow-soft), 0 1px 3px var(--shadow-soft)',
        overlay: '0 16px 48px var(--shadow), 0 2px 8px var(--shadow-soft)',
      },
      fontFamily: {
        // The typeface (app/fonts.ts), then the system's own for letters that it lacks.
        sans: [
          'var(--font-latin-extended)',
          'var(--font-latin)',
          '"Hanken Grotesk Fallback"',
          'system-ui',
          '-apple-system',
          '"Segoe UI"',
          'Roboto',
          '"Helvetica Neue"',
          '"Noto Sans"',
          '"Liberation Sans"',
          'Arial',
          'sans-serif',
        ],
        mono: [
          'ui-monospace',
          'SFMono-Regular',
          'Menlo',
          'Consolas',
          '"Liberation Mono"',
          'monospace',
        ],
      },
    },
  },
} satisfies Config;
