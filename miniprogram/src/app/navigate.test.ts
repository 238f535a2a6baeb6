import { beforeEach, describe, expect, it } from 'vitest';
import { comeToFront, navigateBack } from '../../test/stand-in';
import { fromHere, goBack } from './navigate';

describe('going on after an answer', () => {
  beforeEach(() => {
    comeToFront('add');
    navigateBack.mockClear();
  });

  it('leads back from the page that asked', () => {
    const onward = fromHere();
    onward(() => goBack('patients'));
    expect(navigateBack).toHaveBeenCalledOnce();
  });

  it('leaves who has gone elsewhere in the meantime where they are', () => {
    const onward = fromHere();
    comeToFront('list');
    onward(() => goBack('patients'));
    expect(navigateBack).not.toHaveBeenCalled();
  });
});
