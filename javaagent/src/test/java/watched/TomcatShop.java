package watched;

import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** The shop's servlet on Tomcat. */
public final class TomcatShop {

  private TomcatShop() {}

  public static void main(String[] arguments) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    tomcat.setPort(0);
    tomcat.setHostname("127.0.0.1");
    Context context = tomcat.addContext("", null);
    Wrapper servlet = Tomcat.addServlet(context, "shop", new ShopServlet());
    servlet.setAsyncSupported(true);
    context.addServletMappingDecoded("/*", "shop");
    FilterDef filter = new FilterDef();
    filter.setFilterName("failing");
    filter.setFilter(new ShopServlet.FailingFilter());
    filter.setAsyncSupported("true");
    context.addFilterDef(filter);
    FilterMap everywhere = new FilterMap();
    everywhere.setFilterName("failing");
    everywhere.addURLPattern("/*");
    context.addFilterMap(everywhere);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.start();
    System.out.println("port " + tomcat.getConnector().getLocalPort());
    tomcat.getServer().await();
  }
}
