import { describe, expect, it } from 'vitest';
import { freshConfig, mappingProblem, sentConfig } from './adapter-config';

describe('how a system is reached', () => {
  it('leaves a secret as it is stored when nothing was typed', () => {
    expect(sentConfig({ adapter: 'fhir', baseUrl: 'http://his', token: ' ' })).toMatchObject({
      token: null,
    });
    expect(
      sentConfig({ adapter: 'views', databaseUrl: 'postgres://his', mapping: '{}' }),
    ).toMatchObject({ databaseUrl: 'postgres://his' });
  });

  it('sends no port without a host to send to', () => {
    const config = freshConfig('hl7');
    expect(sentConfig({ ...config, port: 2575 } as never)).toMatchObject({ port: null });
  });
});

describe('a mapping', () => {
  it('starts with an example that is itself correct', () => {
    const config = freshConfig('views');
    expect(config.adapter === 'views' && mappingProblem(config.mapping)).toBeUndefined();
  });

  it('says where it is broken', () => {
    expect(mappingProblem('{\n  "patient": {\n    "view": \n  }\n}')).toMatch(/第 \d 行/);
    expect(mappingProblem('[]')).toContain('最外层');
    expect(mappingProblem('{"views":{}}')).toContain('至少');
    expect(mappingProblem('{"views":{"patients":{}}}')).toContain('“patients”');
  });
});
