import { describe, expect, it } from 'vitest';
import { safeNext } from './sign-in-page';

describe('where sign-in leads', () => {
  it('goes back to the page someone came from', () => {
    expect(safeNext('/patients?care=key')).toBe('/patients?care=key');
    expect(safeNext('/admin/today')).toBe('/today');
  });

  it('never leaves the console', () => {
    expect(safeNext('https://evil.example')).toBe('/');
    expect(safeNext('//evil.example')).toBe('/');
    expect(safeNext('/\\evil.example')).toBe('/');
    expect(safeNext('/sign-in?next=/')).toBe('/');
    expect(safeNext(undefined)).toBe('/');
  });
});
