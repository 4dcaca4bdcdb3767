// SPDX-License-Identifier: Apache-2.0
package bench;

import com.imsweb.staging.ExternalStagingFileDataProvider;
import com.imsweb.staging.Staging;
import com.imsweb.staging.entities.StagingData;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stages the cases of a file with the reference implementation, one round a command, inputs ready as maps. */
public class Peer {
  private static long processorNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  public static void main(String[] args) throws Exception {
    long begin = System.nanoTime();
    Staging staging = Staging.getInstance(new ExternalStagingFileDataProvider(new FileInputStream(args[0])));
    double load = (System.nanoTime() - begin) / 1e9;
    List<Map<String, String>> cases = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(args[1]), StandardCharsets.UTF_8)) {
      String[] cells = line.split("\t", -1);
      Map<String, String> input = new HashMap<>();
      for (int i = 1; i + 1 < cells.length; i += 2) input.put(cells[i], cells[i + 1]);
      cases.add(input);
      groups.add(cells[0]);
    }
    System.out.println("ready " + cases.size() + " load " + load);
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
    for (String command; (command = commands.readLine()) != null;) {
      String[] words = command.split(" ");
      if (words[0].equals("memory")) {
        for (String line : Files.readAllLines(Path.of("/proc/self/status")))
          if (line.startsWith("VmHWM:")) System.out.println(line.replaceAll("[^0-9]", ""));
        continue;
      }
      int threads = Integer.parseInt(words[1]);
      String group = words.length > 2 ? words[2] : null;
      List<Map<String, String>> chosen = new ArrayList<>();
      int limit = words.length > 3 ? Integer.parseInt(words[3]) : Integer.MAX_VALUE;
      for (int i = 0; i < cases.size() && chosen.size() < limit; i++)
        if (group == null || group.equals("-") || group.equals(groups.get(i))) chosen.add(cases.get(i));
      long processor = processorNanos();
      long start = System.nanoTime();
      List<Thread> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int first = t;
        Thread thread = new Thread(() -> {
          for (int i = first; i < chosen.size(); i += threads) {
            StagingData data = new StagingData();
            chosen.get(i).forEach(data::setInput);
            staging.stage(data);
          }
        });
        thread.start();
        running.add(thread);
      }
      for (Thread thread : running) thread.join();
      double wall = (System.nanoTime() - start) / 1e9;
      System.out.println(chosen.size() + " " + wall + " " + (processorNanos() - processor) / 1e9);
    }
  }
}
