import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Rgb = readonly [number, number, number];

const css = readFileSync('app/globals.css', 'utf8');
const palette = ['1', '2', '3', '4', '5', '6'];
const backgrounds = ['surface', 'hover', 'ok-soft', 'warn-soft', 'danger-soft', 'neutral-soft'];
const tones = ['ok', 'warn', 'danger', 'neutral'];

// Machado, Oliveira and Fernandes 2009, severity 1, over linear RGB.
const colorVision: Readonly<Record<string, readonly number[]>> = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deuteranopia: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  tritanopia: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
};

describe.each(['light', 'dark'] as const)('chart colors in the %s theme', (theme) => {
  describe.each(backgrounds)('on %s', (background) => {
    it.each([...palette, ...tones])('give %s a contrast of at least 3:1', (name) => {
      const found = contrast(color(`chart-${name}`, theme), color(background, theme));
      expect(found).toBeGreaterThanOrEqual(3);
    });
  });

  // The smallest noticeable difference is about 2 on this scale.
  describe.each(Object.keys(colorVision))('with %s vision', (vision) => {
    it.each([palette, tones])('keep %s, %s, %s, %s, … distinguishable', (...names) => {
      const seen = names.map((name) => oklab(simulated(color(`chart-${name}`, theme), vision)));
      const distances = seen.flatMap((a, i) => seen.slice(i + 1).map((b) => distance(a, b)));
      expect(Math.min(...distances)).toBeGreaterThan(10);
    });
  });
});

function color(name: string, theme: 'light' | 'dark'): Rgb {
  const pair = css.match(new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`));
  const hex = pair?.[theme === 'light' ? 1 : 2] ?? '';
  const channel = (at: number) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  return [channel(1), channel(3), channel(5)];
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function contrast(a: Rgb, b: Rgb): number {
  const [high = 0, low = 0] = [a, b].map(luminance).sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function simulated([r, g, b]: Rgb, vision: string): Rgb {
  const m = colorVision[vision] ?? [];
  const row = (i: number) =>
    Math.min(1, Math.max(0, (m[i] ?? 0) * r + (m[i + 1] ?? 0) * g + (m[i + 2] ?? 0) * b));
  return [row(0), row(3), row(6)];
}

/** Björn Ottosson's perceptual space. */
function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function distance(a: Rgb, b: Rgb): number {
  return 100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
