import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../main/testing/components.ts'
import { startLab, type Lab } from './lab.ts'
import { measureRow } from './measure-row.ts'
import { tinySizes } from './row.ts'
import { rows } from './rows.ts'
import { tableOf } from './table.ts'

describeWith(['sshd', 'ssh', 'ssh-keygen', 'plink', 'puttygen'], 'the bench', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = await startLab()
  })
  afterAll(async () => await lab.stop())

  // The speed does not matter here: each row must return a number for every competitor.
  test.each(rows)('measures $name', async (row) => {
    const result = await measureRow({ ...row, mostRounds: 1 }, lab, tinySizes)
    expect(result.competitors.map(({ competitor }) => competitor)).toEqual(row.competitors)
    for (const { values } of result.competitors) {
      expect(values).toHaveLength(1)
      expect(Number.isFinite(values[0])).toBe(true)
    }
    expect(tableOf([result])).toContain('postern')
  })
})
