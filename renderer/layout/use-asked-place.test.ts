import { describe, expect, test } from 'vitest'
import { pathOfPlace } from './use-asked-place.ts'

const id = '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11'

describe('the address of a place from the tray or a notification', () => {
  test('is the list of accounts, or the settings', () => {
    expect(pathOfPlace({ place: 'accounts' }, [{ id }])).toBe('/')
    expect(pathOfPlace({ place: 'settings' }, [{ id }])).toBe('/settings')
  })

  test('is the page of an account', () => {
    expect(pathOfPlace({ place: 'account', accountId: id }, [{ id }])).toBe(`/accounts/${id}`)
  })

  test('is the list if the account is gone', () => {
    expect(pathOfPlace({ place: 'account', accountId: id }, [])).toBe('/')
  })
})
