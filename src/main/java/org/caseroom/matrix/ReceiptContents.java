package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.rooms.Receipt;

/** The contents of {@code m.receipt} events. */
public final class ReceiptContents {
  private ReceiptContents() {}

  /**
   * Puts receipts together: into one content, but two receipts of one user for one event need one
   * each.
   */
  public static List<ObjectNode> of(List<Receipt> receipts) {
    List<ObjectNode> contents = new ArrayList<>(1);
    receipts.forEach(receipt -> add(receipt, contents));
    return contents;
  }

  private static void add(Receipt receipt, List<ObjectNode> contents) {
    ObjectNode entry = Json.object().put("ts", receipt.at());
    if (receipt.thread() != null) {
      entry.put("thread_id", receipt.thread());
    }
    String user = receipt.user().value();
    for (ObjectNode content : contents) {
      ObjectNode users =
          content
              .withObjectProperty(receipt.event().value())
              .withObjectProperty(receipt.kind().type());
      if (!users.has(user)) {
        users.set(user, entry);
        return;
      }
    }
    ObjectNode content = Json.object();
    content
        .withObjectProperty(receipt.event().value())
        .withObjectProperty(receipt.kind().type())
        .set(user, entry);
    contents.add(content);
  }
}
