package org.caseroom.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundAddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "198.19.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:1::1",
        "2001:db8::1",
        "fd00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
      })
  void whatIsNoPublicAddressIsRefused(String address) throws UnknownHostException {
    assertFalse(OutboundAddresses.publicOnly().allows(InetAddress.getByName(address)));
    assertTrue(OutboundAddresses.any().allows(InetAddress.getByName(address)));
    assertThrows(UnknownHostException.class, () -> OutboundAddresses.publicOnly().resolve(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.167.1.1",
        "100.128.0.1",
        "2606:4700::1111",
        "64:ff9b::101:101",
        "2002:101:101::",
      })
  void publicAddressesAreAllowed(String address) throws UnknownHostException {
    assertEquals(
        InetAddress.getByName(address), OutboundAddresses.publicOnly().resolve(address).get(0));
  }

  @Test
  void aNameOfThisMachineIsRefused() {
    assertThrows(
        UnknownHostException.class, () -> OutboundAddresses.publicOnly().resolve("localhost"));
  }

  @Test
  void anOperatorMayExceptNetworks() throws UnknownHostException {
    OutboundAddresses some = OutboundAddresses.publicAnd(List.of("10.1.0.0/16"));
    assertTrue(some.allows(InetAddress.getByName("10.1.2.3")));
    assertTrue(some.allows(InetAddress.getByName("1.1.1.1")));
    assertFalse(some.allows(InetAddress.getByName("10.2.2.3")));
    assertFalse(some.allows(InetAddress.getByName("127.0.0.1")));
  }
}
