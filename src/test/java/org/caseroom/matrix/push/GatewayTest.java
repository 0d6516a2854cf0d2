package org.caseroom.matrix.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.OutboundAddresses;
import org.junit.jupiter.api.Test;

class GatewayTest {
  @Test
  void anAddressOfTheOwnNetworkIsNotTalkedTo() {
    try (TestGateway server = new TestGateway();
        Gateway gateway = new Gateway(OutboundAddresses.publicOnly(), 2, 2)) {
      for (String host : new String[] {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"}) {
        String url = server.url().replace("127.0.0.1", host);
        assertThrows(IOException.class, () -> gateway.send(url, Json.object()));
      }
      assertTrue(server.isQuiet());
    }
  }

  @Test
  void whatAGatewayAnswersIsUnderstood() throws IOException {
    try (TestGateway server = new TestGateway();
        Gateway gateway = new Gateway(OutboundAddresses.any(), 2, 2)) {
      assertTrue(gateway.send(server.url(), Json.object()).taken());
      server.answers(200, "{\"rejected\": [\"a\", \"b\"]}");
      assertEquals(Set.of("a", "b"), gateway.send(server.url(), Json.object()).rejected());
      for (String odd : new String[] {"", "[]", "no json", "{\"rejected\": 5}"}) {
        server.answers(200, odd);
        assertEquals(
            new Gateway.Answer(true, Set.of()), gateway.send(server.url(), Json.object()), odd);
      }
      for (int status : new int[] {302, 400, 500}) {
        server.answers(status, "{\"rejected\": [\"a\"]}");
        assertFalse(gateway.send(server.url(), Json.object()).taken());
      }
    }
  }
}
